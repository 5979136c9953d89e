"""What staff may be, and what each role may do."""

from enum import StrEnum


class Role(StrEnum):
    """只读, 编辑, 审核, 管理员: each may do all that those before it may, and more."""

    READER = "只读"
    EDITOR = "编辑"
    REVIEWER = "审核"
    ADMIN = "管理员"

    @property
    def rank(self) -> int:
        """How much it may do, beside others."""
        return list(Role).index(self)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone does not let it in."""
        return self.rank >= Role.REVIEWER.rank


class Right(StrEnum):
    """Something that not everybody may do in the console."""

    READ = "read"
    EDIT = "edit"  # the draft, inquiries, templates, reason codes
    SEND = "send"  # notices and batches
    PUBLISH = "publish"  # approve, publish, roll back
    UNMASK = "unmask"  # see whole numbers, each time written into the audit
    MANAGE = "manage"  # accounts


_LEAST = {
    Right.READ: Role.READER,
    Right.EDIT: Role.EDITOR,
    Right.SEND: Role.EDITOR,
    Right.PUBLISH: Role.REVIEWER,
    Right.UNMASK: Role.REVIEWER,
    Right.MANAGE: Role.ADMIN,
}


def may(role: Role, right: Right) -> bool:
    """Tell whether a role has a right."""
    return role.rank >= _LEAST[right].rank
