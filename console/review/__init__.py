"""Review and publishing: the draft, its diff, approval, history, roll-back."""
