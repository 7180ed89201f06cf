"""What can go wrong in the world, as against what is wrong in the program."""


class KnownError(Exception):
    """A fault of the world, told in one Vietnamese sentence: what happened, what is safe, what to do.

    Everything that is not a KnownError is a bug and reaches the crash window.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
