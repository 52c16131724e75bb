"""What the help pages say, in English and in French.

A text is found by the verb and the name of what it takes; what several verbs take has its text under the name alone.
Examples are commands, which are the same in both languages, and stand with their verbs.

Both languages have the same entries; a test holds them together, and leaves no English on a French page.
"""

from __future__ import annotations

import re

from ampere_data.messages import fill, show

# verb, or verb and name, or name -> language -> text
HELP: dict[str, dict[str, str]] = {
    # The pages themselves
    "usage": {"en": "usage: ", "fr": "utilisation : "},
    "positional": {"en": "positional arguments", "fr": "arguments\u00a0"},  # argparse sets the colon
    "options": {"en": "options", "fr": "options\u00a0"},
    "verbs": {"en": "verbs", "fr": "verbes\u00a0"},
    "examples": {"en": "examples:", "fr": "exemples :"},
    "misused": {"en": "(see {prog} --help)", "fr": "(voir {prog} --help)"},
    # What several verbs take
    "--help": {"en": "show this help message and exit", "fr": "afficher cette aide, rien d'autre"},
    "--lang": {
        "en": "language of what is printed (default: from the locale, else en)",
        "fr": "langue de ce qui est affiché (par défaut : celle du système, sinon en)",
    },
    "--package": {
        "en": "folder of the package (default: the current one if it holds datapackage.json, else the program's "
        "checkout)",
        "fr": "dossier du paquet (par défaut : le dossier courant s'il contient datapackage.json, sinon la copie de "
        "travail du programme)",
    },
    "--dry-run": {"en": "write nothing, print the row", "fr": "ne rien écrire, afficher la ligne"},
    # The command
    "ampere-data": {
        "en": "Ampere, Renault's electric-car business, as tables whose every cell is proven by a source.",
        "fr": "Ampere, l'activité électrique de Renault, en tables dont chaque cellule est prouvée par une source.",
    },
    "ampere-data --version": {
        "en": "print the version of the data and of the program",
        "fr": "afficher la version des données et du programme",
    },
    "ampere-data examples": {
        "en": """\
examples:
  ampere-data list                      the tables
  ampere-data show targets              one of them
  ampere-data show entities ampere      one record, and where each of its cells comes from
  ampere-data validate .                everything that is wrong with a checkout

`ampere-data VERB --help` says more, with examples.
""",
        "fr": """\
exemples :
  ampere-data list                      les tables
  ampere-data show targets              l'une d'elles
  ampere-data show entities ampere      un enregistrement, et d'où vient chacune de ses cellules
  ampere-data validate .                tout ce qui ne va pas dans une copie de travail

`ampere-data VERBE --help` en dit plus, avec des exemples.
""",
    },
    # list
    "list": {"en": "name the tables and say how large they are", "fr": "nommer les tables et dire leur taille"},
    "list --format": {
        "en": "how to print them (default: text)",
        "fr": "forme de la liste (par défaut : text)",
    },
    # show
    "show": {
        "en": "print a table, or one record and where it comes from",
        "fr": "afficher une table, ou un enregistrement et d'où il vient",
    },
    "show table": {
        "en": "a table; `ampere-data list` names them",
        "fr": "une table ; `ampere-data list` les nomme",
    },
    "show id": {
        "en": "a record; it is printed with its proofs",
        "fr": "un enregistrement ; il est affiché avec ses preuves",
    },
    "show --format": {"en": "how to print it (default: text)", "fr": "forme de l'affichage (par défaut : text)"},
    "show --as-of": {
        "en": "only what was known by that day, such as 2023-06-30",
        "fr": "seulement ce que l'on savait ce jour-là, par exemple 2023-06-30",
    },
    "show --documents": {
        "en": "folder of the texts, to show the words on a terminal",
        "fr": "dossier des textes, pour montrer les mots dans un terminal",
    },
    # history
    "history": {
        "en": "print the claims of one metric of one entity, in the order in which they became known",
        "fr": "afficher ce qui a été dit d'un indicateur d'une entité, dans l'ordre où on l'a su",
    },
    "history entity": {
        "en": "an entity; `ampere-data show entities` lists them",
        "fr": "une entité ; `ampere-data show entities` en donne la liste",
    },
    "history metric": {
        "en": "a metric, such as employees",
        "fr": "un indicateur, par exemple employees (l'effectif)",
    },
    "history --format": {"en": "how to print them (default: text)", "fr": "forme de l'affichage (par défaut : text)"},
    # about
    "about": {
        "en": "print every claim about an entity and what belongs to it, as it became known",
        "fr": "afficher tout ce qui est dit d'une entité et de ce qui en dépend, à mesure qu'on l'a su",
    },
    "about entity": {
        "en": "an entity; `ampere-data show entities` lists them",
        "fr": "une entité ; `ampere-data show entities` en donne la liste",
    },
    "about --format": {"en": "how to print them (default: text)", "fr": "forme de l'affichage (par défaut : text)"},
    "about --as-of": {
        "en": "only what was known by that day, such as 2023-06-30",
        "fr": "seulement ce que l'on savait ce jour-là, par exemple 2023-06-30",
    },
    # latest
    "latest": {
        "en": "print the last word on every metric of every entity, and who disagrees",
        "fr": "afficher le dernier mot sur chaque indicateur de chaque entité, et qui le contredit",
    },
    "latest --format": {"en": "how to print them (default: text)", "fr": "forme de l'affichage (par défaut : text)"},
    "latest --as-of": {
        "en": "only what was known by that day, such as 2023-06-30",
        "fr": "seulement ce que l'on savait ce jour-là, par exemple 2023-06-30",
    },
    # validate
    "validate": {
        "en": "report everything that is wrong with a package or a table",
        "fr": "signaler tout ce qui ne va pas dans un paquet ou une table",
    },
    "validate path": {
        "en": "a descriptor, a folder that holds one, or the file of a table (default: the package that comes with the "
        "program)",
        "fr": "un descripteur, un dossier qui en contient un, ou le fichier d'une table (par défaut : le paquet livré "
        "avec le programme)",
    },
    "validate --format": {
        "en": "how to print the report (default: text)",
        "fr": "forme du rapport (par défaut : text)",
    },
    "validate --documents": {
        "en": "folder of the texts that the proofs are re-read in",
        "fr": "dossier des textes dans lesquels relire les preuves",
    },
    "validate --require-documents": {
        "en": "make it an issue if a proof cannot be re-read",
        "fr": "signaler aussi chaque preuve qui ne peut être relue",
    },
    "validate --limit": {
        "en": "show at most N findings; all are counted (default: all)",
        "fr": "montrer au plus N constats ; tous sont comptés (par défaut : tous)",
    },
    "validate --schema": {
        "en": "the Table Schema of the file of a table",
        "fr": "le schéma (Table Schema) du fichier d'une table",
    },
    "validate --table": {
        "en": "the table of ours that the file is to be checked as",
        "fr": "celle de nos tables dont le fichier doit suivre les règles",
    },
    "validate codes": {
        "en": "exit codes: 0 nothing was found, 1 something was found, 2 the command was used in a wrong way",
        "fr": "codes de sortie : 0 rien n'a été trouvé, 1 quelque chose a été trouvé, 2 la commande a été mal employée",
    },
    # fix
    "fix": {
        "en": "mend what can be mended without doubt: form, order, computed cells",
        "fr": "corriger ce qui peut l'être sans risque d'erreur : forme, ordre, cellules calculées",
    },
    "fix path": {
        "en": "a descriptor, a folder that holds one, or a CSV file (default: the checkout of the program)",
        "fr": "un descripteur, un dossier qui en contient un, ou un fichier CSV (par défaut : la copie de travail du "
        "programme)",
    },
    "fix --check": {
        "en": "write nothing, print what would be changed",
        "fr": "ne rien écrire, afficher ce qui serait modifié",
    },
    "fix --limit": {
        "en": "show at most N changes; all are counted",
        "fr": "montrer au plus N modifications ; toutes sont comptées",
    },
    "fix codes": {
        "en": "exit codes: 0 nothing is left to do, 1 a person must look (with --check: or something would be "
        "changed), 2 wrong use",
        "fr": "codes de sortie : 0 il ne reste rien à faire, 1 quelqu'un doit regarder (avec --check : ou quelque "
        "chose serait modifié), 2 mauvais emploi",
    },
    # cite
    "cite": {
        "en": "prove a cell by words of a source: find them and write the proof",
        "fr": "prouver une cellule par les mots d'une source : les trouver et écrire la preuve",
    },
    "cite table": {"en": "the table of the cell", "fr": "la table de la cellule"},
    "cite id": {"en": "the record of the cell", "fr": "l'enregistrement de la cellule"},
    "cite field": {"en": "the field of the cell", "fr": "le champ de la cellule"},
    "cite source": {
        "en": "the source that tells it, such as s002",
        "fr": "la source qui le dit, par exemple s002",
    },
    "cite words": {
        "en": "the words that carry the value, the fewer the better",
        "fr": "les mots qui portent la valeur ; moins il y en a, mieux c'est",
    },
    "cite --exact": {
        "en": "the figure, name or date among them (default: the words)",
        "fr": "le chiffre, le nom ou la date parmi eux (par défaut : les mots)",
    },
    "cite --basis": {
        "en": "how the value follows from the words: as printed, written otherwise, or worked out",
        "fr": "comment la valeur découle des mots : imprimée telle quelle, écrite autrement, ou déduite",
    },
    "cite --note": {
        "en": "how the value was worked out, in English",
        "fr": "comment la valeur a été obtenue, en anglais",
    },
    "cite --nth": {
        "en": "which place is meant, if the words stand in several",
        "fr": "lequel des endroits, si les mots se trouvent à plusieurs",
    },
    "cite --documents": {"en": "folder of the texts", "fr": "dossier des textes"},
    # add-source
    "add-source": {
        "en": "register another document as the next source",
        "fr": "enregistrer un nouveau document comme source suivante",
    },
    "add-source file": {"en": "its text, in UTF-8", "fr": "son texte, en UTF-8"},
    "add-source --title": {"en": "its title, as printed", "fr": "son titre, tel qu'il est imprimé"},
    "add-source --publisher": {
        "en": "the publication, if the text names it",
        "fr": "la publication, si le texte la nomme",
    },
    "add-source --author": {"en": "its author, if the text names one", "fr": "son auteur, si le texte le nomme"},
    "add-source --published": {
        "en": "when it was published, in EDTF or as printed (31/10/2024)",
        "fr": "sa date de publication, en EDTF ou telle qu'elle est imprimée (31/10/2024)",
    },
    "add-source --kind": {
        "en": "its kind (default: the first of the schema)",
        "fr": "son genre (par défaut : le premier du schéma)",
    },
    "add-source --notes": {
        "en": "what else there is to say, in our own words, in English",
        "fr": "ce qu'il y a d'autre à dire, dans nos propres mots, en anglais",
    },
    "add-source --published-basis": {
        "en": "how the date is known",
        "fr": "comment la date est connue : imprimée, ou déduite",
    },
    "add-source --language": {
        "en": "its language, BCP 47 (default: fr)",
        "fr": "sa langue, en BCP 47 (par défaut : fr)",
    },
}

# What stands for a value on the pages.
NAMES: dict[str, dict[str, str]] = {
    "DAY": {"en": "DAY", "fr": "JOUR"},
    "DIR": {"en": "DIR", "fr": "DOSSIER"},
    "ENTITY": {"en": "ENTITY", "fr": "ENTITÉ"},
    "FIELD": {"en": "FIELD", "fr": "CHAMP"},
    "FILE": {"en": "FILE", "fr": "FICHIER"},
    "ID": {"en": "ID", "fr": "ID"},
    "METRIC": {"en": "METRIC", "fr": "INDICATEUR"},
    "N": {"en": "N", "fr": "N"},
    "PATH": {"en": "PATH", "fr": "CHEMIN"},
    "SOURCE": {"en": "SOURCE", "fr": "SOURCE"},
    "TABLE": {"en": "TABLE", "fr": "TABLE"},
    "TAG": {"en": "TAG", "fr": "CODE"},
    "TEXT": {"en": "TEXT", "fr": "TEXTE"},
    "VERB": {"en": "VERB", "fr": "VERBE"},
    "WORDS": {"en": "WORDS", "fr": "MOTS"},
}

# What argparse says of wrong use; its English is left to itself, whatever it is in that version of Python.
_MISUSES = {
    r"the following arguments are required: (?P<what>.*)": "il manque {what}",
    r"unrecognized arguments: (?P<what>.*)": "ceci n'est pas prévu : {what}",
    r"argument (?P<what>\S+): expected one argument": "{what} attend une valeur",
    r"argument (?P<what>\S+): ignored explicit argument (?P<value>.*)": "{what} n'attend pas de valeur (« {value} »)",
    r"argument (?P<what>\S+): invalid choice: (?P<value>.*?)(?:, maybe you meant .*)? \(choose from (?P<known>.*)\)": (
        "{what} ne peut être « {value} » ; au choix : {known}"
    ),
    r"argument (?P<what>\S+): (?P<value>.*) is not a day such as (?P<day>\S+)": (
        "{what} attend un jour comme {day}, non « {value} »"
    ),
    r"argument (?P<what>\S+): (?P<value>.*) is not a whole number": "{what} attend un nombre entier, non « {value} »",
}


def say(name: str, language: str, **words: object) -> str:
    """Give a text of the help pages, filled with words."""
    return fill(HELP[name], words, language, None)


def say_misuse(message: str, language: str) -> str:
    """Say in a language what argparse says of wrong use; what is not known here is quoted."""
    if language == "en":
        return show(message, None)
    for pattern, french in _MISUSES.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            words = {name: text.replace("'", "") for name, text in match.groupdict().items()}
            return fill({language: french}, words, language, None)
    return fill({language: "argparse dit : « {message} »"}, {"message": message}, language, None)
