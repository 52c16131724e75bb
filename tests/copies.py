"""What the tests of editing share: the files of a package, and a document that is not in it yet."""

from pathlib import Path

ARTICLE = (
    "Les docks s’éveillent\nPublié le 3 mai 2033\n🟣 Lumifer ralentit, dit-on, et personne ne s’en plaint : le "
    "bouillon attend, les mouettes aussi, et la marée n’a que faire des camionnettes.\n"
).encode()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def document(folder: Path, data: bytes, name: str = "article.txt") -> Path:
    file = folder.parent / name
    file.write_bytes(data)
    return file
