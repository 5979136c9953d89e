"""Workers killed at random over a gateway that loses and doubles: do the books balance."""
