"""Why something cannot be read, used or written: one sentence per reason, in English and in French.

A reason stands where a sentence of `messages` says `{note}`, in an exception, or in another reason; it is said in the
language of whoever reads it. What a library or the system says in its own words is quoted.

Both languages have the same entries with the same placeholders; a test holds them together.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from functools import reduce
from typing import Protocol

from ampere_data import messages

# reason, or reason/one for a count of one -> language -> sentence
REASONS: dict[str, dict[str, str]] = {
    # How reasons are put together
    "said": {"en": "{reason}", "fr": "{reason}"},
    "at": {"en": "{place}: {reason}", "fr": "{place} : {reason}"},
    "and": {"en": "{first}; {second}", "fr": "{first} ; {second}"},
    "quoted": {"en": "{words}", "fr": "« {words} »"},
    "quoted-of": {"en": "{words}", "fr": "{who} dit : « {words} »"},
    # What the system says: any module that opens or writes a file
    "no-such-file": {"en": "No such file or directory", "fr": "ce fichier ou ce dossier n'existe pas"},
    "not-permitted": {"en": "Permission denied", "fr": "vous n'en avez pas le droit"},
    "is-a-folder": {"en": "Is a directory", "fr": "c'est un dossier, pas un fichier"},
    "not-a-folder": {"en": "Not a directory", "fr": "ce n'est pas un dossier"},
    "disk-full": {"en": "No space left on device", "fr": "il n'y a plus de place sur le disque"},
    "read-only": {"en": "Read-only file system", "fr": "on ne peut que lire sur ce disque"},
    "name-too-long": {"en": "File name too long", "fr": "le nom du fichier est trop long"},
    # Packages and their parts: package.py, lone.py, inline.py
    "missing": {"en": "{path} does not exist", "fr": "{path} n'existe pas"},
    "not-utf-8": {
        "en": "{path} is not UTF-8: byte {position} cannot be read",
        "fr": "{path} n'est pas en UTF-8 : l'octet {position} est illisible",
    },
    "too-deep": {"en": "{path} is nested too deeply", "fr": "{path} est trop profondément imbriqué"},
    "descriptor-too-deep": {
        "en": "the descriptor is nested too deeply",
        "fr": "le descripteur est trop profondément imbriqué",
    },
    "not-json": {"en": "{path} is not JSON: {reason}", "fr": "{path} n'est pas du JSON : {reason}"},
    "json-at": {
        "en": "{reason} (line {line}, character {column})",
        "fr": "{reason} (ligne {line}, caractère {column})",
    },
    "json-value": {"en": "a value is expected", "fr": "il faut une valeur"},
    "json-comma": {"en": "a comma is missing", "fr": "il manque une virgule"},
    "json-colon": {"en": "a colon is missing", "fr": "il manque un deux-points"},
    "json-name": {
        "en": "a name in double quotes is expected",
        "fr": 'il faut un nom entre guillemets droits (")',
    },
    "json-surplus": {"en": "something follows the end", "fr": "quelque chose suit la fin"},
    "json-open": {"en": "a text in quotes is not closed", "fr": "un texte entre guillemets n'est pas fermé"},
    "no-object": {"en": "{path} holds no JSON object", "fr": "{path} ne contient pas d'objet JSON"},
    "resource-no-object": {
        "en": "resource {number} is not a JSON object",
        "fr": "la ressource {number} n'est pas un objet JSON",
    },
    "schema-no-object": {"en": "the schema is not a JSON object", "fr": "le schéma n'est pas un objet JSON"},
    "dialect-no-object": {"en": "the dialect is not a JSON object", "fr": "le dialecte n'est pas un objet JSON"},
    "fields-no-list": {
        "en": "the schema's fields are not a list",
        "fr": "les champs du schéma (fields) ne forment pas une liste",
    },
    "schema-without-fields": {
        "en": "the schema is not a JSON object with fields",
        "fr": "le schéma n'est pas un objet JSON avec des champs (fields)",
    },
    "field-unnamed": {"en": "a field of the schema has no name", "fr": "un champ du schéma n'a pas de nom"},
    "path-not-text": {
        "en": "the path is not text that a file could be called",
        "fr": "le chemin n'est pas un texte dont on puisse nommer un fichier",
    },
    "path-shape": {
        "en": "its path is neither a text nor a list of texts",
        "fr": "son chemin (path) n'est ni un texte, ni une liste de textes",
    },
    "path-unsafe": {
        "en": 'path "{path}" is not safe: it must be relative and stay inside the package',
        "fr": "le chemin « {path} » n'est pas sûr : il doit être relatif et rester dans le paquet",
    },
    "path-link": {
        "en": 'path "{path}" is not safe: a symbolic link leads out of the package',
        "fr": "le chemin « {path} » n'est pas sûr : un lien symbolique mène hors du paquet",
    },
    "data-shape": {
        "en": "data is neither a list of lists nor one of objects",
        "fr": "data n'est ni une liste de listes, ni une liste d'objets",
    },
    # What a cell holds: canonical.py
    "letter": {
        "en": "“{letter}” ({code}) only looks like the Latin letter “{latin}”",
        "fr": "« {letter} » ({code}) n'a que l'apparence de la lettre latine « {latin} »",
    },
    # What Frictionless says of descriptors: sayings.py
    "fields": {"en": "fields", "fr": "champs"},
    "resources": {"en": "resources", "fr": "ressources"},
    "at-property": {"en": "{reason} at property '{place}'", "fr": "{reason} (propriété « {place} »)"},
    "said-type": {
        "en": 'field type "{type}" is not supported',
        "fr": "le type de champ « {type} » n'existe pas",
    },
    "said-constraint": {
        "en": 'constraint "{name}" is not supported by type "{type}"',
        "fr": "la contrainte « {name} » ne va pas avec le type « {type} »",
    },
    "said-version": {
        "en": 'constraint "{name}" requires datapackage v2',
        "fr": "la contrainte « {name} » exige Data Package v2",
    },
    "said-example": {
        "en": 'example value "{value}" for field "{field}" is not valid',
        "fr": "l'exemple « {value} » du champ « {field} » n'est pas une de ses valeurs",
    },
    "said-elsewhere": {
        "en": '"{name}" should be set as "{place}"',
        "fr": "« {name} » doit s'écrire dans « {place} »",
    },
    "said-primary-key": {
        "en": 'primary key "{key}" does not match the fields "{fields}"',
        "fr": "la clé primaire « {key} » ne figure pas parmi les champs « {fields} »",
    },
    "said-foreign-key": {
        "en": 'foreign key "{key}" does not match the fields "{fields}"',
        "fr": "la clé étrangère « {key} » ne figure pas parmi les champs « {fields} »",
    },
    "said-reference": {
        "en": 'foreign key fields "{key}" does not match the reference fields "{fields}"',
        "fr": "les champs « {key} » de la clé étrangère ne répondent pas à ceux qu'elle vise, « {fields} »",
    },
    "said-path": {"en": 'path "{path}" is not safe', "fr": "le chemin « {path} » n'est pas sûr"},
    "said-nothing": {
        "en": 'one of the properties "path" or "data" is required',
        "fr": "il faut l'une des propriétés « path » et « data »",
    },
    "said-both": {
        "en": 'properties "path" and "data" is mutually exclusive',
        "fr": "les propriétés « path » et « data » s'excluent",
    },
    "said-licence": {
        "en": 'license requires "path" or "name": {found}',
        "fr": "une licence exige « path » ou « name » : {found}",
    },
    "said-form": {
        "en": 'property "{name}" is not valid "{form}"',
        "fr": "la propriété « {name} » n'a pas la forme voulue ({form})",
    },
    "said-invalid": {"en": "descriptor is not valid", "fr": "le descripteur n'est pas valable"},
    "said-one-of": {"en": "{found} is not one of {allowed}", "fr": "{found} n'est pas l'un de {allowed}"},
    "pattern-size": {
        "en": "its repetitions written out, it has more than {most} characters",
        "fr": "ses répétitions une fois écrites, il dépasse {most} caractères",
    },
    "pattern-otherwise": {
        "en": "it cannot be matched in a limited time",
        "fr": "rien ne peut limiter le temps qu'il prendrait",
    },
    "said-pattern": {"en": "{found} does not match {pattern}", "fr": "{found} n'a pas la forme {pattern}"},
    "said-empty": {"en": "{found} should be non-empty", "fr": "{found} ne doit pas être vide"},
    # Files: storage.py, dialects.py, judging.py, knowledge.py
    "file-missing": {"en": "the file does not exist", "fr": "le fichier n'existe pas"},
    "unreadable": {"en": "it cannot be read: {reason}", "fr": "la lecture échoue : {reason}"},
    "no-data": {
        "en": "the resource has neither path nor data",
        "fr": "la ressource n'a ni chemin (path), ni données (data)",
    },
    "format-unread": {
        "en": "its format is {form}; save it as CSV, TSV, JSON, JSON Lines, xlsx or Parquet",
        "fr": "son format est {form} ; enregistrez-le en CSV, TSV, JSON, JSON Lines, xlsx ou Parquet",
    },
    "format-parts": {
        "en": "its format is {form}; in several files, only CSV, TSV, JSON and JSON Lines are read",
        "fr": "son format est {form} ; en plusieurs fichiers, seuls CSV, TSV, JSON et JSON Lines se lisent",
    },
    "parts-encoding": {
        "en": "a table in several files cannot be in {encoding}; UTF-8 is best",
        "fr": "une table en plusieurs fichiers ne peut être en {encoding} ; UTF-8 convient le mieux",
    },
    "not-a-number": {
        "en": "JSON knows neither NaN nor Infinity; where there is no number, write null",
        "fr": "JSON ne connaît ni NaN, ni Infinity ; là où il n'y a pas de nombre, écrivez null",
    },
    "no-array": {"en": "it holds no JSON array", "fr": "il ne contient pas de tableau JSON"},
    "no-array-at": {
        "en": "it holds no JSON array at '{place}'",
        "fr": "il ne contient pas de tableau JSON dans « {place} »",
    },
    "items-shape": {
        "en": "its items are neither lists nor objects",
        "fr": "ses éléments ne sont ni des listes, ni des objets",
    },
    "no-sheet": {
        "en": "the workbook has no sheet '{sheet}'; there are: {names}",
        "fr": "le classeur n'a pas de feuille « {sheet} » ; il y a : {names}",
    },
    "merged-cells": {
        "en": "merged cells are not filled; write the value into each cell",
        "fr": "les cellules fusionnées ne sont pas remplies ; écrivez la valeur dans chaque cellule",
    },
    "parquet-list": {
        "en": "its column “{name}” holds lists, which may be of any length; write them as texts, in JSON",
        "fr": "sa colonne « {name} » contient des listes, de longueur quelconque ; écrivez-les comme textes, en JSON",
    },
    "no-workbook": {"en": "it is no xlsx workbook", "fr": "ce n'est pas un classeur xlsx"},
    "too-sparse": {
        "en": "its rows would fill {cells} cells, most of them empty; it is not read further",
        "fr": "ses lignes rempliraient {cells} cellules, presque toutes vides ; la suite n'est pas lue",
    },
    "compression-unknown": {
        "en": "compression {kind} is not supported",
        "fr": "la compression {kind} n'est pas prise en charge",
    },
    "undecompressible": {
        "en": "it cannot be decompressed: {reason}",
        "fr": "le fichier ne se décompresse pas : {reason}",
    },
    "grows": {
        "en": "decompressed it is more than {times} times as large; it is not read further",
        "fr": "décompressé, le fichier est plus de {times} fois plus gros ; la suite n'est pas lue",
    },
    "dialect-unusable": {
        "en": "the dialect cannot be used: {reason}",
        "fr": "le dialecte est inutilisable : {reason}",
    },
    "no-character": {"en": "{said} is not a single character", "fr": "{said} n'est pas un seul caractère"},
    "no-row-numbers": {
        "en": "{said} is not a list of row numbers",
        "fr": "{said} n'est pas une liste de numéros de ligne",
    },
    "digest-unknown": {
        "en": "the digest {kind} is not known",
        "fr": "la sorte d'empreinte {kind} est inconnue",
    },
    "table-without-file": {"en": "table '{table}' has no file", "fr": "la table « {table} » n'a pas de fichier"},
    "table-unreadable": {
        "en": "table '{table}' cannot be read: {reason}",
        "fr": "la table « {table} » ne peut être lue : {reason}",
    },
    "table-without-key": {
        "en": "table '{table}' has no primary key of one field, so that its records cannot be told apart",
        "fr": "la table « {table} » n'a pas de clé primaire d'un seul champ : rien ne distingue ses enregistrements",
    },
    # Names and days that were asked for: package.py, documents.py, knowledge.py
    "unknown-table": {"en": "no table is called '{name}'", "fr": "aucune table ne s'appelle « {name} »"},
    "unknown-record": {"en": "no record is called '{name}'", "fr": "aucun enregistrement ne s'appelle « {name} »"},
    "unknown-record-of": {
        "en": "no record of {table} is called '{name}'",
        "fr": "aucun enregistrement de la table {table} ne s'appelle « {name} »",
    },
    "unknown-field": {
        "en": "no field that takes a proof is called '{name}'",
        "fr": "aucun champ à prouver ne s'appelle « {name} »",
    },
    "unknown-source": {"en": "no source is called '{name}'", "fr": "aucune source ne s'appelle « {name} »"},
    "unknown-entity": {"en": "no entity is called '{name}'", "fr": "aucune entité ne s'appelle « {name} »"},
    "unknown-metric": {"en": "no metric is called '{name}'", "fr": "aucun indicateur ne s'appelle « {name} »"},
    "moved": {"en": "{reason}; it is now: {now}", "fr": "{reason} ; il est maintenant ici : {now}"},
    "near": {"en": "{reason}; near: {names}", "fr": "{reason} ; noms voisins : {names}"},
    "known": {"en": "{reason}; there are: {names}", "fr": "{reason} ; il y a : {names}"},
    "no-folder": {
        "en": "{origin}: there is no folder '{folder}'",
        "fr": "{origin} : il n'y a pas de dossier « {folder} »",
    },
    "not-a-day": {
        "en": "as_of must be a date, a Timestamp or a text such as '2023-06-30', not {said}",
        "fr": "as_of doit être une date, un Timestamp ou un texte comme 2023-06-30, et non {said}",
    },
    "missing-extra": {
        "en": '{library} is not installed; to install it: pip install "ampere-data[{extra}]"',
        "fr": "{library} n'est pas installé ; pour l'installer : pip install \"ampere-data[{extra}]\"",
    },
    # What the command line cannot do: commands/, mending.py
    "no-descriptor": {"en": "{path} holds no {name}", "fr": "{path} ne contient pas de {name}"},
    "installed-go": {
        "en": "this is the installed package; go to the folder of a checkout, or name it with --package",
        "fr": "c'est le paquet installé ; allez dans le dossier d'une copie de travail, ou indiquez-le avec --package",
    },
    "installed-name": {
        "en": "this is the installed package; name the folder of a checkout, or a file",
        "fr": "c'est le paquet installé ; indiquez le dossier d'une copie de travail, ou un fichier",
    },
    "called-like-none": {
        "en": "the file is called like none of the tables ({known})",
        "fr": "le fichier ne porte le nom d'aucune des tables ({known})",
    },
    "table-only": {
        "en": "--schema and --table are for the file of one table; a package brings its own schemas",
        "fr": "--schema et --table sont pour le fichier d'une table ; un paquet apporte ses propres schémas",
    },
    # Why nothing was written: ledger.py, citing.py, accession.py
    "no-table": {"en": "the package has no table '{table}'", "fr": "le paquet n'a pas de table « {table} »"},
    "not-writable": {
        "en": "table '{table}' does not lie in a folder that can be written to",
        "fr": "la table « {table} » n'est pas dans un dossier où l'on puisse écrire",
    },
    "not-canonical": {
        "en": "{path} is not in canonical form; run `ampere-data fix` first",
        "fr": "{path} n'a pas la forme canonique ; lancez d'abord `ampere-data fix`",
    },
    "row-known": {
        "en": "{table} has this row already: {key}",
        "fr": "{table} a déjà cette ligne : {key}",
    },
    "not-empty": {"en": "must not be empty", "fr": "ne doit pas être vide"},
    "too-many-characters": {
        "en": "{count} characters are too many, at most {most} may be written",
        "fr": "{count} caractères, c'est trop : {most} au plus",
    },
    "not-of-form": {
        "en": "'{cell}' does not have the form {form}",
        "fr": "« {cell} » n'a pas la forme {form}",
    },
    "not-one-of": {"en": "'{cell}' is not one of {allowed}", "fr": "« {cell} » n'est pas l'un de : {allowed}"},
    "unwritable": {"en": "the files cannot be written: {reason}", "fr": "l'écriture des fichiers échoue : {reason}"},
    "nothing-to-prove": {
        "en": "{field} of {record} is empty: there is nothing to prove",
        "fr": "{field} de {record} est vide : il n'y a rien à prouver",
    },
    "not-at-hand": {
        "en": "the document of {source} is not at hand",
        "fr": "le document de {source} manque ici",
    },
    "words-absent": {
        "en": "“{words}” does not stand in the document",
        "fr": "« {words} » ne se trouve pas dans le document",
    },
    "words-near": {
        "en": "“{words}” does not stand in the document; what comes near:",
        "fr": "« {words} » ne se trouve pas dans le document ; ce qui s'en approche :",
    },
    "words-in-passage": {
        "en": "“{words}” stands only in what is not the article itself (see the table of passages)",
        "fr": "« {words} » ne se trouve que dans ce qui n'est pas l'article même (voir la table passages)",
    },
    "choose-place": {
        "en": "“{words}” stands in {count} places; choose one with --nth",
        "fr": "« {words} » se trouve à {count} endroits ; choisissez-en un avec --nth",
    },
    "no-place/one": {
        "en": "“{words}” stands in {count} place; there is no place {nth}",
        "fr": "« {words} » se trouve à {count} endroit ; il n'y a pas d'endroit {nth}",
    },
    "no-place": {
        "en": "“{words}” stands in {count} places; there is no place {nth}",
        "fr": "« {words} » se trouve à {count} endroits ; il n'y a pas d'endroit {nth}",
    },
    "place": {"en": "--nth {nth}: {context}", "fr": "--nth {nth} : {context}"},
    "more-places": {"en": "(+{count} more)", "fr": "(et {count} de plus)"},
    "words-too-long": {
        "en": "the words are longer than {most} characters; name what is printed among them with --exact",
        "fr": "les mots dépassent {most} caractères ; indiquez avec --exact ce qu'il faut en citer",
    },
    "exact-absent": {
        "en": "“{exact}” does not stand among the words “{words}”",
        "fr": "« {exact} » ne se trouve pas parmi les mots « {words} »",
    },
    "note-too-long": {
        "en": "a note of {count} characters is too long, at most {most} may be written",
        "fr": "une note de {count} caractères est trop longue : {most} au plus",
    },
    "not-following": {
        "en": "{field} of {record} is “{cell}”, which does not follow from “{exact}”; name the bare figure, name or "
        "date with --exact, or explain it with --basis inferred --note",
        "fr": "{field} de {record} vaut « {cell} », ce qui ne découle pas de « {exact} » ; indiquez le seul chiffre, "
        "nom ou date avec --exact, ou expliquez-le avec --basis inferred --note",
    },
    "date-wanted": {
        "en": "a source needs a date: give --published DATE, in EDTF (2024-10-31, ../2025, 2024-11~) or as 31/10/2024",
        "fr": "une source a besoin d'une date : donnez --published DATE, en EDTF (2024-10-31, ../2025, 2024-11~) "
        "ou comme 31/10/2024",
    },
    "notes-wanted": {
        "en": "an inferred date needs --notes that say how it was worked out",
        "fr": "une date déduite exige --notes, qui dit comment elle a été obtenue",
    },
    "not-a-date": {
        "en": "'{published}' is neither EDTF (2024-10-31) nor a French date (31/10/2024)",
        "fr": "« {published} » n'est ni une date EDTF (2024-10-31), ni une date à la française (31/10/2024)",
    },
    "document-unreadable": {"en": "{file} cannot be read: {reason}", "fr": "{file} ne peut être lu : {reason}"},
    "document-empty": {"en": "{file} is empty", "fr": "{file} est vide"},
    "document-bom": {
        "en": "{file} begins with a byte order mark; save it as plain UTF-8",
        "fr": "{file} commence par une marque d'ordre des octets (BOM) ; enregistrez-le en UTF-8 sans BOM",
    },
    "document-newlines": {
        "en": "{file} has {newlines} newlines; convert them to LF first",
        "fr": "{file} a des fins de ligne {newlines} ; convertissez-les d'abord en LF",
    },
    "registered": {
        "en": "{file} is registered already, as {source}",
        "fr": "{file} est déjà enregistré, sous {source}",
    },
    "other-text": {
        "en": "{file} exists already, with another text",
        "fr": "{file} existe déjà, avec un autre texte",
    },
}

# What the system says in words of its own, by number; the rest is quoted.
_ERRNOS = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "not-permitted",
    errno.EPERM: "not-permitted",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.ENOSPC: "disk-full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
}
# Longer than a path may be on any system that people write CSV on, shorter than what would flood a terminal.
_LONGEST_WORD = 1_000


class Spoken(Protocol):
    """What can be said in both languages: a reason, or a finding."""

    def sentence(self, language: str) -> str:
        """Say it in one plain sentence."""


class Reason:
    """Why something cannot be done: an entry of `REASONS`, and what it speaks of."""

    __slots__ = ("name", "words")

    def __init__(self, name: str, /, **words: object) -> None:
        """Name the reason, and give what its sentence speaks of; a word may be another reason, or a finding."""
        self.name, self.words = name, words

    def sentence(self, language: str = "en") -> str:
        """Say the reason in one plain sentence, in `language` (`en` or `fr`)."""
        single = self.words.get("count") == 1 and f"{self.name}/one" in REASONS
        return messages.fill(REASONS[f"{self.name}/one" if single else self.name], self.words, language, _LONGEST_WORD)

    def __str__(self) -> str:
        """Say it in English."""
        return self.sentence()

    def __repr__(self) -> str:
        """Show what it was made of."""
        return f"Reason({', '.join([repr(self.name), *(f'{name}={word!r}' for name, word in self.words.items())])})"

    def __eq__(self, other: object) -> bool:
        """Compare by entry and words."""
        return isinstance(other, Reason) and (self.name, self.words) == (other.name, other.words)

    def __hash__(self) -> int:
        """Tell apart by entry; words may be of any kind."""
        return hash(self.name)


def reason_of(error: BaseException, who: str = "") -> Reason:
    """Give the reason that an error carries, that the system's number stands for, or what the error says, quoted.

    Args:
        error: The error.
        who: Whose words are quoted, if that is worth telling.
    """
    carried = getattr(error, "note", None) or (error.args[0] if error.args else None)
    if isinstance(carried, Reason):
        return carried
    if isinstance(error, OSError) and error.errno in _ERRNOS:
        return Reason(_ERRNOS[error.errno])
    said = getattr(error, "strerror", None) or (carried if isinstance(carried, str) else str(error))
    return quoted(said or type(error).__name__, who)


def quoted(words: str, who: str = "") -> Reason:
    """Quote what others say in their own words."""
    return Reason("quoted-of", words=words, who=who) if who else Reason("quoted", words=words)


def together(sayings: Iterable[Spoken]) -> Reason:
    """Join reasons, or findings, at least one, to one reason."""
    first, *rest = sayings
    return reduce(lambda one, other: Reason("and", first=one, second=other), rest, Reason("said", reason=first))
