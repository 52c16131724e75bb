"""English where French is wanted: words that no French sentence has, outside of what is quoted."""

import re

_QUOTED = re.compile(r"«[^»]*»|`[^`]*`|“[^”]*”|'[^' ]+'|\"[^\"]*\"")
_ENGLISH = re.compile(
    r"(?<![\w-])(?:and|are|be|begins|both|by|can|cannot|could|does|each|empty|ends|every|folder|found|from|has|have|how|"
    r"is|it|its|must|name|nor|not|of|only|row|rows|said|should|something|than|that|the|their|them|there|they|this|to|"
    r"too|two|was|what|when|where|which|with|without|words?|wrong)(?![\w-])",
    re.IGNORECASE,
)


def english_words(text: str) -> list[str]:
    """Name the words of a text that are English and no French."""
    return _ENGLISH.findall(_QUOTED.sub(" ", text))
