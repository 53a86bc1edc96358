"""A text in the two languages of the project."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same text in English and Chinese; neither may be empty.

    >>> Bilingual("toy", "玩具").read("zh")
    '玩具'
    """

    en: str
    zh: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.zh.strip():
            raise ValueError(f"a bilingual text needs both languages, got en={self.en!r} zh={self.zh!r}")

    def read(self, language: Language) -> str:
        """The text in ``language``."""
        return self.zh if language == "zh" else self.en

    def as_dict(self) -> dict[str, str]:
        """The shape of the contract: ``{"en": …, "zh": …}``."""
        return {"en": self.en, "zh": self.zh}
