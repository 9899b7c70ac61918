"""folio"""
def register() -> None:
    """."""
