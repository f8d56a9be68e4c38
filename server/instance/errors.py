"""What can go wrong on a machine of one's own, in words for the person in front of it."""


class InstanceError(Exception):
    """A start that cannot go on.

    `vietnamese` and `english` say what happened and what to do; `detail` is the end of a log or None.
    """

    def __init__(self, vietnamese: str, english: str, detail: str | None = None) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english
        self.detail = detail
