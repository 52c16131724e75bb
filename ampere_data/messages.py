"""One sentence per code, in English and in French.

A sentence is a `str.format` template over the words of an issue: its places (`table`, `path`, `line`, `row`, `field`,
`value`) and its own `params`. Every word is written by `show`, so that control characters in a cell stay visible and
harmless. French templates are typed with ordinary blanks; the no-break ones that French puts before `:` or inside
`« »` are set here.

Both languages have the same entries with the same placeholders; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from unicodedata import combining

LANGUAGES = ("en", "fr")

# code or code/detail -> language -> sentence
SENTENCES: dict[str, dict[str, str]] = {
    # Structure, schema and keys: encodings.py, headers.py, reading.py, descriptors.py, explaining.py, keys.py
    "package-error": {
        "en": "The descriptor cannot be accepted: {note}",
        "fr": "Le descripteur n'est pas acceptable : {note}",
    },
    "resource-error": {
        "en": "The resource “{table}” cannot be accepted: {note}",
        "fr": "La ressource « {table} » n'est pas acceptable : {note}",
    },
    "schema-error": {
        "en": "The schema of “{table}” cannot be accepted: {note}",
        "fr": "Le schéma de « {table} » n'est pas acceptable : {note}",
    },
    "field-error": {
        "en": "A field in the schema of “{table}” cannot be accepted: {note}",
        "fr": "Un champ du schéma de « {table} » n'est pas acceptable : {note}",
    },
    "dialect-error": {
        "en": "The dialect of “{table}” cannot be accepted: {note}",
        "fr": "Le dialecte de « {table} » n'est pas acceptable : {note}",
    },
    **{
        f"{part}-error/{detail}": sentences
        for part in ("package", "resource", "schema", "field", "dialect")
        for detail, sentences in {
            "required/top": {
                "en": "The descriptor lacks the property “{name}”",
                "fr": "Il manque au descripteur la propriété « {name} »",
            },
            "type/top": {
                "en": "The descriptor has {found} where it needs {type}",
                "fr": "Le descripteur a {found} là où il faut {type}",
            },
            "profile/top": {
                "en": "The descriptor has {found}; the standard's {rule} is {wanted}",
                "fr": "Le descripteur a {found} ; la règle {rule} de la norme est {wanted}",
            },
            "required": {
                "en": "The descriptor lacks the property “{name}” (in “{place}”)",
                "fr": "Il manque au descripteur la propriété « {name} » (dans « {place} »)",
            },
            "type": {
                "en": "The descriptor has {found} where it needs {type} (in “{place}”)",
                "fr": "Le descripteur a {found} là où il faut {type} (dans « {place} »)",
            },
            "name": {
                "en": "Two {things} of the descriptor have the same name",
                "fr": "Deux {things} du descripteur portent le même nom",
            },
            "profile": {
                "en": "The descriptor has {found} in “{place}”; the standard's {rule} is {wanted}",
                "fr": "Le descripteur a {found} dans « {place} » ; la règle {rule} de la norme est {wanted}",
            },
        }.items()
    },
    "schema-error/pattern": {
        "en": "The pattern “{constraint}” cannot be used as a regular expression: {note}",
        "fr": "Le motif « {constraint} » ne peut servir d'expression régulière : {note}",
    },
    "schema-error/bound": {
        "en": "The constraint {name}, “{constraint}”, is not of the field's own type ({type}) and cannot be checked",
        "fr": "La contrainte {name}, « {constraint} », n'est pas du type du champ ({type}) et ne peut être vérifiée",
    },
    "schema-error/unknown": {
        "en": "The schema of “{table}” has in “{place}” the property “{name}”, which neither the standard nor this "
        "program knows",
        "fr": "Le schéma de « {table} » a dans « {place} » la propriété « {name} », que ni la norme ni ce programme ne "
        "connaissent",
    },
    "schema-error/unknown/top": {
        "en": "The schema of “{table}” has the property “{name}”, which neither the standard nor this program knows",
        "fr": "Le schéma de « {table} » a la propriété « {name} », que ni la norme ni ce programme ne connaissent",
    },
    "schema-error/shape": {
        "en": "The schema of “{table}” has {found} in “{place}”; the rule {rule} of this property is {wanted}",
        "fr": "Le schéma de « {table} » a {found} dans « {place} » ; la règle {rule} de cette propriété est {wanted}",
    },
    "schema-error/no-field": {
        "en": "The schema of “{table}” names in “{place}” the field “{found}”, which it does not have",
        "fr": "Le schéma de « {table} » nomme dans « {place} » le champ « {found} », qu'il n'a pas",
    },
    "schema-error/no-table": {
        "en": "The schema of “{table}” names in “{place}” the table “{found}”, which is not in the package",
        "fr": "Le schéma de « {table} » nomme dans « {place} » la table « {found} », absente du paquet",
    },
    "schema-error/no-field-of": {
        "en": "The schema of “{table}” names in “{place}” the field “{found}”, which the table “{other}” does not have",
        "fr": "Le schéma de « {table} » nomme dans « {place} » le champ « {found} », que n'a pas la table « {other} »",
    },
    "resource-error/reference": {
        "en": "A foreign key points at the table “{reference}”, which is not in the package; there are: {known}",
        "fr": "Une clé étrangère renvoie à la table « {reference} », absente du paquet ; il y a : {known}",
    },
    "scheme-error": {
        "en": "{path} cannot be opened: {note}",
        "fr": "{path} ne peut être ouvert : {note}",
    },
    "format-error": {
        "en": "{path} cannot be read as a table: {note}",
        "fr": "{path} ne peut être lu comme table : {note}",
    },
    "format-error/extra": {
        "en": "{path} was NOT checked: {note}",
        "fr": "{path} n'a PAS été vérifié : {note}",
    },
    "compression-error": {
        "en": "{path}: {note}",
        "fr": "{path} : {note}",
    },
    "byte-count": {
        "en": "The file has {found} bytes; the descriptor says {expected}",
        "fr": "Le fichier compte {found} octets ; le descripteur dit {expected}",
    },
    "byte-count/files": {
        "en": "The {files} files together have {found} bytes; the descriptor says {expected}",
        "fr": "Les {files} fichiers comptent ensemble {found} octets ; le descripteur dit {expected}",
    },
    "hash-count": {
        "en": "The file's digest is {found}; the descriptor says {expected}",
        "fr": "L'empreinte du fichier est {found} ; le descripteur dit {expected}",
    },
    "hash-count/files": {
        "en": "The digest of the {files} files together is {found}; the descriptor says {expected}",
        "fr": "L'empreinte des {files} fichiers réunis est {found} ; le descripteur dit {expected}",
    },
    "field-count": {
        "en": "The file has {found} columns; the descriptor says {expected}",
        "fr": "Le fichier compte {found} colonnes ; le descripteur dit {expected}",
    },
    "field-count/files": {
        "en": "The {files} files have {found} columns; the descriptor says {expected}",
        "fr": "Les {files} fichiers comptent {found} colonnes ; le descripteur dit {expected}",
    },
    "row-count": {
        "en": "The file has {found} rows; the descriptor says {expected}",
        "fr": "Le fichier compte {found} lignes ; le descripteur dit {expected}",
    },
    "row-count/files": {
        "en": "The {files} files together have {found} rows; the descriptor says {expected}",
        "fr": "Les {files} fichiers comptent ensemble {found} lignes ; le descripteur dit {expected}",
    },
    "encoding-error": {
        "en": "The file is not {encoding} (byte {byte}, line {line}, character {column}); it seems to be {likely}",
        "fr": "Le fichier n'est pas en {encoding} (octet {byte}, ligne {line}, caractère {column}) ; il semble être en "
        "{likely}",
    },
    "encoding-error/utf-8": {
        "en": "The file is not UTF-8 (byte {byte}, line {line}, character {column}); it seems to be {likely}",
        "fr": "Le fichier n'est pas en UTF-8 (octet {byte}, ligne {line}, caractère {column}) ; il semble être en "
        "{likely}",
    },
    "encoding-error/unknown": {
        "en": "The encoding “{encoding}” is not known",
        "fr": "L'encodage « {encoding} » est inconnu",
    },
    "source-error": {
        "en": "{path} cannot be read: {note}",
        "fr": "{path} ne peut être lu : {note}",
    },
    "source-error/empty": {
        "en": "The file is empty",
        "fr": "Le fichier est vide",
    },
    "source-error/json": {
        "en": "This is not JSON (character {column}): {note}",
        "fr": "Ceci n'est pas du JSON (caractère {column}) : {note}",
    },
    "source-error/no-list": {
        "en": "This is no list, as the rows above are: {value}",
        "fr": "Ceci n'est pas une liste, comme les lignes précédentes : {value}",
    },
    "source-error/no-object": {
        "en": "This is no object, as the rows above are: {value}",
        "fr": "Ceci n'est pas un objet, comme les lignes précédentes : {value}",
    },
    "source-error/part-end": {
        "en": "The last line of this file does not end in a newline; whoever joins the files would glue the first "
        "row of {next} to it",
        "fr": "La dernière ligne de ce fichier ne se termine pas par un saut de ligne ; qui réunit les fichiers y "
        "collerait la première ligne de {next}",
    },
    "source-error/no-rows": {
        "en": "The file has a header and no rows",
        "fr": "Le fichier a un en-tête et aucune ligne",
    },
    "source-error/quote": {
        "en": "The quote opened on line {opened}, character {column}, is never closed; nothing was checked after it",
        "fr": "Le guillemet ouvert ligne {opened}, caractère {column}, n'est jamais fermé ; la suite n'est pas lue",
    },
    "source-error/late-quote": {
        "en": "The quote opened on line {opened}, character {column}, closes only on line {closed}, in the middle of a "
        "cell; one is probably missing",
        "fr": "Le guillemet ouvert ligne {opened}, caractère {column}, n'est fermé que ligne {closed}, au milieu d'une "
        "cellule ; il en manque sans doute un",
    },
    "dialect-error/delimiter": {
        "en": "The columns are separated by “{found}”; this table uses “{declared}”",
        "fr": "Les colonnes sont séparées par « {found} » ; cette table emploie « {declared} »",
    },
    "blank-header": {
        "en": "The header is blank",
        "fr": "L'en-tête est vide",
    },
    "unmatched-header": {
        "en": "None of the header's labels is a field of the schema",
        "fr": "Aucun intitulé de l'en-tête n'est un champ du schéma",
    },
    "blank-label": {
        "en": "Column {position} has no label",
        "fr": "La colonne {position} n'a pas d'intitulé",
    },
    "blank-label/margin": {
        "en": "Columns {position} to {last} have no label and hold nothing",
        "fr": "Les colonnes {position} à {last} n'ont ni intitulé ni contenu",
    },
    "duplicate-label": {
        "en": "The label “{value}” of column {position} is already that of column {first}",
        "fr": "L'intitulé « {value} » de la colonne {position} est déjà celui de la colonne {first}",
    },
    "incorrect-label/part": {
        "en": "The header of this file, “{value}”, is not that of {first}: {expected}",
        "fr": "L'en-tête de ce fichier, « {value} », n'est pas celui de {first} : {expected}",
    },
    "extra-label": {
        "en": "The schema has no field “{value}” (column {position}); its fields are: {fields}",
        "fr": "Le schéma n'a pas de champ « {value} » (colonne {position}) ; ses champs sont : {fields}",
    },
    "missing-label": {
        "en": "The column “{field}” is missing; there are: {labels}",
        "fr": "La colonne « {field} » manque ; il y a : {labels}",
    },
    "incorrect-label": {
        "en": "Column {position} is labelled “{value}”; it ought to be “{field}”",
        "fr": "La colonne {position} s'intitule « {value} » ; ce doit être « {field} »",
    },
    "incorrect-label/near": {
        "en": "Column {position} is labelled “{value}”, which is taken for “{field}”",
        "fr": "La colonne {position} s'intitule « {value} », lu comme « {field} »",
    },
    "incorrect-label/order": {
        "en": "The columns are in another order; out of place: {moved}. The order is: {expected}",
        "fr": "Les colonnes sont dans un autre ordre ; déplacées : {moved}. L'ordre est : {expected}",
    },
    "blank-row": {
        "en": "The row is blank",
        "fr": "La ligne est vide",
    },
    "extra-cell": {
        "en": "The row has {cells} cells and the header {labels}; “{value}” is cell {position}",
        "fr": "La ligne a {cells} cellules et l'en-tête {labels} ; « {value} » est la cellule {position}",
    },
    "missing-cell": {
        "en": "The row has {cells} cells and the header {labels}; “{field}” is missing",
        "fr": "La ligne a {cells} cellules et l'en-tête {labels} ; « {field} » manque",
    },
    "type-error": {
        "en": "“{value}” is not of the type {type}",
        "fr": "« {value} » n'est pas du type {type}",
    },
    "type-error/format": {
        "en": "“{value}” is not of the type {type} (format {format})",
        "fr": "« {value} » n'est pas du type {type} (format {format})",
    },
    "type-error/integer": {
        "en": "“{value}” is not a whole number",
        "fr": "« {value} » n'est pas un nombre entier",
    },
    "type-error/number": {
        "en": "“{value}” is not a number",
        "fr": "« {value} » n'est pas un nombre",
    },
    "type-error/boolean": {
        "en": "“{value}” is neither true nor false as this field writes them",
        "fr": "« {value} » n'est ni vrai ni faux tels que ce champ les écrit",
    },
    "type-error/date": {
        "en": "“{value}” is not a date such as 2024-10-31",
        "fr": "« {value} » n'est pas une date comme 2024-10-31",
    },
    "type-error/date/format": {
        "en": "“{value}” is not a date in the format {format}",
        "fr": "« {value} » n'est pas une date au format {format}",
    },
    "type-error/datetime": {
        "en": "“{value}” is not a date with time such as 2024-10-31T09:30:00Z",
        "fr": "« {value} » n'est pas une date avec heure comme 2024-10-31T09:30:00Z",
    },
    "type-error/datetime/format": {
        "en": "“{value}” is not a date with time in the format {format}",
        "fr": "« {value} » n'est pas une date avec heure au format {format}",
    },
    "type-error/time": {
        "en": "“{value}” is not a time of day such as 09:30:00",
        "fr": "« {value} » n'est pas une heure comme 09:30:00",
    },
    "type-error/time/format": {
        "en": "“{value}” is not a time of day in the format {format}",
        "fr": "« {value} » n'est pas une heure au format {format}",
    },
    "type-error/year": {
        "en": "“{value}” is not a year of four digits",
        "fr": "« {value} » n'est pas une année à quatre chiffres",
    },
    "constraint-error": {
        "en": "“{value}” breaks the constraint {constraint}",
        "fr": "« {value} » enfreint la contrainte {constraint}",
    },
    "constraint-error/required": {
        "en": "The cell is empty; “{field}” needs a value in every row",
        "fr": "La cellule est vide ; « {field} » exige une valeur à chaque ligne",
    },
    "constraint-error/enum": {
        "en": "“{value}” is not one of the values of “{field}”: {constraint}",
        "fr": "« {value} » n'est pas une des valeurs de « {field} » : {constraint}",
    },
    "constraint-error/pattern": {
        "en": "“{value}” does not have the form of “{field}”: {constraint}",
        "fr": "« {value} » n'a pas la forme de « {field} » : {constraint}",
    },
    "constraint-error/pattern/example": {
        "en": "“{value}” does not have the form of “{field}” (example: {example})",
        "fr": "« {value} » n'a pas la forme voulue pour « {field} » (exemple : {example})",
    },
    "constraint-error/pattern-time": {
        "en": "The pattern {constraint} took longer than {seconds} s; from “{value}” on it is not checked",
        "fr": "Le motif {constraint} a pris plus de {seconds} s ; il n'est plus vérifié à partir de « {value} »",
    },
    "constraint-error/minimum": {
        "en": "{value} is too small: “{field}” must be at least {constraint}",
        "fr": "{value} est trop petit : « {field} » doit valoir au moins {constraint}",
    },
    "constraint-error/maximum": {
        "en": "{value} is too large: “{field}” must be at most {constraint}",
        "fr": "{value} est trop grand : « {field} » doit valoir au plus {constraint}",
    },
    "constraint-error/exclusiveMinimum": {
        "en": "{value} is not more than {constraint}, as “{field}” must be",
        "fr": "{value} n'est pas supérieur à {constraint}, comme « {field} » doit l'être",
    },
    "constraint-error/exclusiveMaximum": {
        "en": "{value} is not less than {constraint}, as “{field}” must be",
        "fr": "{value} n'est pas inférieur à {constraint}, comme « {field} » doit l'être",
    },
    "constraint-error/minLength": {
        "en": "“{value}” is shorter than {constraint}",
        "fr": "« {value} » a une longueur inférieure à {constraint}",
    },
    "constraint-error/minLength/length": {
        "en": "“{value}” has too few characters: {length}; “{field}” needs at least {constraint}",
        "fr": "« {value} » compte trop peu de caractères : {length} ; il en faut au moins {constraint} à « {field} »",
    },
    "constraint-error/maxLength": {
        "en": "“{value}” is longer than {constraint}",
        "fr": "« {value} » a une longueur supérieure à {constraint}",
    },
    "constraint-error/maxLength/length": {
        "en": "“{value}” has too many characters: {length}; “{field}” may have at most {constraint}",
        "fr": "« {value} » compte trop de caractères : {length} ; « {field} » en admet au plus {constraint}",
    },
    "category-error": {
        "en": "“{value}” is not one of the categories of “{field}”: {allowed}",
        "fr": "« {value} » n'est pas une des catégories de « {field} » : {allowed}",
    },
    "primary-key": {
        "en": "“{value}” in {field} is already the key of row {first_row}",
        "fr": "« {value} » dans {field} est déjà la clé de la ligne {first_row}",
    },
    "primary-key/elsewhere": {
        "en": "“{value}” in {field} is already the key of row {first_row}, on line {first_line} of {first_path}",
        "fr": "« {value} » dans {field} est déjà la clé de la ligne {first_row}, ligne {first_line} de {first_path}",
    },
    "primary-key/empty": {
        "en": "The key {field} is empty",
        "fr": "La clé {field} est vide",
    },
    "unique-error": {
        "en": "“{value}” in {field} stands already in row {first_row}",
        "fr": "« {value} » dans {field} figure déjà à la ligne {first_row}",
    },
    "unique-error/elsewhere": {
        "en": "“{value}” in {field} stands already in row {first_row}, on line {first_line} of {first_path}",
        "fr": "« {value} » dans {field} figure déjà à la ligne {first_row}, ligne {first_line} de {first_path}",
    },
    "unique-key": {
        "en": "“{value}” in {field} stands already in row {first_row}",
        "fr": "« {value} » dans {field} figure déjà à la ligne {first_row}",
    },
    "unique-key/elsewhere": {
        "en": "“{value}” in {field} stands already in row {first_row}, on line {first_line} of {first_path}",
        "fr": "« {value} » dans {field} figure déjà à la ligne {first_row}, ligne {first_line} de {first_path}",
    },
    "foreign-key": {
        "en": "“{value}” in {field} is not in the table {reference} ({targets})",
        "fr": "« {value} » dans {field} ne figure pas dans la table {reference} ({targets})",
    },
    # The house's rules: canonical.py, rules.py, links.py, spans.py
    "canonical-bom": {
        "en": "{path} begins with a byte order mark, which UTF-8 does not need",
        "fr": "{path} commence par une marque d'ordre des octets (BOM), inutile en UTF-8",
    },
    "canonical-newline": {
        "en": "{count} lines, from line {line} on, end in {kind}; lines of this table end in LF",
        "fr": "{count} lignes, à partir de la ligne {line}, se terminent par {kind} ; dans cette table, c'est par LF",
    },
    "canonical-newline/one": {
        "en": "{count} line, line {line}, ends in {kind}; lines of this table end in LF",
        "fr": "{count} ligne, la ligne {line}, se termine par {kind} ; dans cette table, c'est par LF",
    },
    "canonical-final-newline/missing": {
        "en": "The last line does not end in a newline",
        "fr": "La dernière ligne ne se termine pas par un saut de ligne",
    },
    "canonical-final-newline/several": {
        "en": "Empty lines follow the last row",
        "fr": "Des lignes vides suivent la dernière ligne",
    },
    "canonical-quote": {
        "en": "{count} rows, from line {line} on, are not quoted as needed: quotes belong around cells that hold a "
        "comma, a quote or a newline, and around no others",
        "fr": "{count} lignes, à partir de la ligne {line}, n'ont pas les guillemets qu'il faut : ils entourent les "
        "cellules qui contiennent une virgule, un guillemet ou un saut de ligne, et nulle autre",
    },
    "canonical-quote/one": {
        "en": "{count} row, on line {line}, is not quoted as needed: quotes belong around cells that hold a comma, a "
        "quote or a newline, and around no others",
        "fr": "{count} ligne, la ligne {line}, n'a pas les guillemets qu'il faut : ils entourent les cellules qui "
        "contiennent une virgule, un guillemet ou un saut de ligne, et nulle autre",
    },
    "canonical-nfc": {
        "en": "“{value}” holds accents apart from their letters (not in Unicode form NFC)",
        "fr": "« {value} » contient des accents séparés de leurs lettres (hors de la forme Unicode NFC)",
    },
    "canonical-blank": {
        "en": "“{value}” holds stray blanks: at an end, doubled, or of a kind other than the plain blank",
        "fr": "« {value} » contient des espaces superflues : au bord, doublées ou d'un autre genre que l'espace simple",
    },
    "canonical-order/after": {
        "en": "Row “{key}” is out of order: it belongs after “{neighbour}” (line {neighbour_line})",
        "fr": "La ligne « {key} » n'est pas à sa place : elle doit venir après « {neighbour} » "
        "(ligne {neighbour_line})",
    },
    "canonical-order/first": {
        "en": "Row “{key}” is out of order: it belongs at the top",
        "fr": "La ligne « {key} » n'est pas à sa place : elle doit venir en tête",
    },
    "canonical-number": {
        "en": "“{value}” is not how this table writes the number {mended}",
        "fr": "« {value} » n'est pas la façon dont cette table écrit le nombre {mended}",
    },
    "canonical-number/finite": {
        "en": "“{value}” is not a finite number",
        "fr": "« {value} » n'est pas un nombre fini",
    },
    "french-number": {
        "en": "“{value}” is read as {number}; written the French way, it would mean {mended}",
        "fr": "« {value} » se lit ici {number} ; écrit à la française, il voudrait dire {mended}",
    },
    "french-number/unreadable": {
        "en": "“{value}” is not how this table writes a number",
        "fr": "« {value} » n'est pas la façon dont cette table écrit un nombre",
    },
    "formula-cell": {
        "en": "“{value}” begins like a formula, and a spreadsheet would run it",
        "fr": "« {value} » commence comme une formule, qu'un tableur exécuterait",
    },
    "control-character": {
        "en": "“{value}” holds characters that cannot be seen",
        "fr": "« {value} » contient des caractères invisibles",
    },
    "control-character/replacement": {
        "en": "“{value}” holds the sign that stands for a lost character (U+FFFD)",
        "fr": "« {value} » contient le signe d'un caractère perdu (U+FFFD)",
    },
    "look-alike": {
        "en": "“{value}” mixes alphabets: {letters}",
        "fr": "« {value} » mêle des alphabets : {letters}",
    },
    "edtf-error/syntax": {
        "en": "“{value}” is not a date as this table writes it (EDTF: 2024, 2024-05, 2024-10-31, 2024-41 for the "
        "second half, ../2025 for by 2025, 2024-05~ for about)",
        "fr": "« {value} » n'est pas une date telle que cette table l'écrit (EDTF : 2024, 2024-05, 2024-10-31, 2024-41 "
        "pour le second semestre, ../2025 pour d'ici 2025, 2024-05~ pour environ)",
    },
    "edtf-error/calendar": {
        "en": "“{value}” names a day that the calendar does not have",
        "fr": "« {value} » nomme un jour que le calendrier ne connaît pas",
    },
    "edtf-error/order": {
        "en": "“{value}” ends before it begins",
        "fr": "« {value} » finit avant de commencer",
    },
    "edtf-error/range": {
        "en": "“{value}” names a year outside 1 to 9999",
        "fr": "« {value} » nomme une année hors de 1 à 9999",
    },
    "edtf-bounds/earliest": {
        "en": "“{value}” is not the earliest day of “{edtf}” in {edtf_field}",
        "fr": "« {value} » n'est pas le premier jour de « {edtf} » dans {edtf_field}",
    },
    "edtf-bounds/earliest/empty": {
        "en": "{edtf_field} is empty, so {field} must be too",
        "fr": "{edtf_field} est vide : {field} doit l'être aussi",
    },
    "edtf-bounds/latest": {
        "en": "“{value}” is not the latest day of “{edtf}” in {edtf_field}",
        "fr": "« {value} » n'est pas le dernier jour de « {edtf} » dans {edtf_field}",
    },
    "edtf-bounds/latest/empty": {
        "en": "{edtf_field} is empty, so {field} must be too",
        "fr": "{edtf_field} est vide : {field} doit l'être aussi",
    },
    "list-error": {
        "en": "“{value}” is not a list with every item once",
        "fr": "« {value} » n'est pas une liste où chaque élément figure une fois",
    },
    "list-error/blank": {
        "en": "“{value}” holds an empty item",
        "fr": "« {value} » contient un élément vide",
    },
    "list-error/duplicate": {
        "en": "“{value}” names “{item}” more than once",
        "fr": "« {value} » nomme « {item} » plus d'une fois",
    },
    "reference-error": {
        "en": "“{item}” is not in the table {resource}",
        "fr": "« {item} » n'est pas dans la table {resource}",
    },
    "range-error/value-missing": {
        "en": "{field} is empty, though the row has a comparator or a unit",
        "fr": "{field} est vide, alors que la ligne a un comparateur ou une unité",
    },
    "range-error/comparator-missing": {
        "en": "{field} is empty, though the row has the value {value_from}",
        "fr": "{field} est vide, alors que la ligne a la valeur {value_from}",
    },
    "range-error/unit-missing": {
        "en": "{field} is empty, though the row has the value {value_from}",
        "fr": "{field} est vide, alors que la ligne a la valeur {value_from}",
    },
    "range-error/end-missing": {
        "en": "{field} is empty, though {comparator_field} is “{comparator}”, which wants the upper end of a range",
        "fr": "{field} est vide ; or {comparator_field} est « {comparator} » et demande le haut d'une fourchette",
    },
    "range-error/end-unwanted": {
        "en": "“{value}” is the upper end of a range, but {comparator_field} is “{comparator}”, not “between”",
        "fr": "« {value} » est le haut d'une fourchette ; or {comparator_field} est « {comparator} », pas « between »",
    },
    "range-error/end-alone": {
        "en": "“{value}” is the upper end of a range, but {comparator_field} is empty",
        "fr": "« {value} » est le haut d'une fourchette, mais {comparator_field} est vide",
    },
    "range-error/order": {
        "en": "The range ends at {value}, which is not above its beginning {value_from}",
        "fr": "La fourchette finit à {value}, qui ne dépasse pas son début {value_from}",
    },
    "range-error/maximum": {
        "en": "{value} is more than {maximum}, the most that “{category}” can be; as a share, 40 per cent is 0.4",
        "fr": "{value} dépasse {maximum}, le plus que « {category} » puisse valoir ; en part, 40 pour cent font 0.4",
    },
    "range-error/minimum": {
        "en": "{value} is less than {minimum}, the least that “{category}” can be",
        "fr": "{value} est inférieur à {minimum}, le moins que « {category} » puisse valoir",
    },
    "unit-error": {
        "en": "“{value}” is not a unit of {category_field} “{category}”, which takes: {allowed}",
        "fr": "« {value} » n'est pas une unité de {category_field} « {category} », qui admet : {allowed}",
    },
    "unit-error/none": {
        "en": "{category_field} “{category}” takes no value and no unit, but the unit is “{value}”",
        "fr": "{category_field} « {category} » n'admet ni valeur ni unité, mais l'unité est « {value} »",
    },
    "supersession-cycle": {
        "en": "The links of {field} go round in a circle: {cycle}",
        "fr": "Les liens de {field} tournent en rond : {cycle}",
    },
    "span-range/order": {
        "en": "The span ends at {end}, which is not after its start {start}",
        "fr": "Le passage finit à {end}, qui n'est pas après son début {start}",
    },
    "span-range/length": {
        "en": "The span ends at {end}, but document {document} has only {length} characters",
        "fr": "Le passage finit à {end}, mais le document {document} n'a que {length} caractères",
    },
    "span-range/overlap": {
        "en": "The span {start} to {end} of {document} overlaps the one of line {other}, which ends at {reached}",
        "fr": "Le passage {start} à {end} de {document} chevauche celui de la ligne {other}, qui finit à {reached}",
    },
    "unused-source": {
        "en": "No record names the source “{value}”",
        "fr": "Aucun enregistrement ne nomme la source « {value} »",
    },
    # What `fix` mends and leaves alone: drafts.py, mending.py
    "mended/cell": {
        "en": "Line {line}, {field}: “{before}” becomes “{after}” ({why})",
        "fr": "Ligne {line}, {field} : « {before} » devient « {after} » ({why})",
    },
    "mended/cell/empty": {
        "en": "Line {line}, {field}: (empty) becomes “{after}” ({why})",
        "fr": "Ligne {line}, {field} : (vide) devient « {after} » ({why})",
    },
    "mended/cell/emptied": {
        "en": "Line {line}, {field}: “{before}” becomes (empty) ({why})",
        "fr": "Ligne {line}, {field} : « {before} » devient (vide) ({why})",
    },
    "mended/canonical-order": {
        "en": "Line {before} moves to line {after} ({why})",
        "fr": "La ligne {before} passe à la ligne {after} ({why})",
    },
    "mended/blank-row": {
        "en": "Empty line {line} is removed ({why})",
        "fr": "La ligne vide {line} est retirée ({why})",
    },
    "mended/canonical-bom": {
        "en": "The byte order mark at the beginning is removed ({why})",
        "fr": "La marque d'ordre des octets du début est retirée ({why})",
    },
    "mended/canonical-newline": {
        "en": "All lines end in LF ({why})",
        "fr": "Toutes les lignes se terminent par LF ({why})",
    },
    "mended/canonical-final-newline": {
        "en": "The file ends in one newline ({why})",
        "fr": "Le fichier se termine par un seul saut de ligne ({why})",
    },
    "mended/canonical-quote": {
        "en": "Quotes stand around the cells that need them, and no others ({why})",
        "fr": "Les guillemets entourent les cellules qui en ont besoin, et nulle autre ({why})",
    },
    "mended/encoding-error": {
        "en": "{before} becomes UTF-8 ({why})",
        "fr": "{before} devient UTF-8 ({why})",
    },
    "mended/dialect-error": {
        "en": "Cells are now separated by commas ({why})",
        "fr": "Les cellules sont désormais séparées par des virgules ({why})",
    },
    "not-mended/encoding": {
        "en": "{path} is left alone: it is not UTF-8 (it looks like {encoding}); save it as UTF-8",
        "fr": "{path} est laissé tel quel : il n'est pas en UTF-8 (on dirait du {encoding}) ; enregistrez-le en UTF-8",
    },
    "not-mended/unparsable": {
        "en": "{path} is left alone: from line {line} on, it cannot be read as CSV",
        "fr": "{path} est laissé tel quel : à partir de la ligne {line}, il ne se lit pas comme CSV",
    },
    "not-mended/quote": {
        "en": "{path} is left alone: the quote opened on line {opened}, character {column}, is never closed",
        "fr": "{path} est laissé tel quel : le guillemet ouvert ligne {opened}, caractère {column}, n'est jamais fermé",
    },
    "not-mended/late-quote": {
        "en": "{path} is left alone: the quote opened on line {opened}, character {column}, closes only on line "
        "{closed}, in the middle of a cell",
        "fr": "{path} est laissé tel quel : le guillemet ouvert ligne {opened}, caractère {column}, n'est fermé que "
        "ligne {closed}, au milieu d'une cellule",
    },
    "not-mended/header": {
        "en": "{path} is left alone: its header is not that of the table {table}",
        "fr": "{path} est laissé tel quel : son en-tête n'est pas celui de la table {table}",
    },
    "not-mended/ragged": {
        "en": "{path} is left alone: line {line} has {count} cells instead of {expected}",
        "fr": "{path} est laissé tel quel : la ligne {line} a {count} cellules au lieu de {expected}",
    },
    "not-mended/unreadable": {
        "en": "{path} is left alone: it cannot be read",
        "fr": "{path} est laissé tel quel : il ne peut pas être lu",
    },
    "not-mended/house": {
        "en": "{path} is left alone: its schema does not ask for the canonical form",
        "fr": "{path} est laissé tel quel : son schéma ne demande pas la forme canonique",
    },
    "not-mended/parts": {
        "en": "{path} is left alone: its table lies in several files",
        "fr": "{path} est laissé tel quel : sa table est en plusieurs fichiers",
    },
    "not-mended/schema": {
        "en": "{path} is left alone: the schema of {table} cannot be used",
        "fr": "{path} est laissé tel quel : le schéma de {table} est inutilisable",
    },
    "not-mended/ambiguous": {
        "en": "“{value}” in {field} is left alone: it can be read in more than one way",
        "fr": "« {value} » dans {field} est laissé tel quel : il se lit de plus d'une façon",
    },
    "not-mended": {
        "en": "“{value}” in {field} is left alone: it is not a date in EDTF",
        "fr": "« {value} » dans {field} est laissé tel quel : ce n'est pas une date EDTF",
    },
    "not-mended/collision": {
        "en": "“{value}” in {field} is left alone: mended, it would be the same key as another row",
        "fr": "« {value} » dans {field} est laissé tel quel : corrigé, il serait la clé d'une autre ligne",
    },
    # The evidence: documents.py, coverage.py, provenance.py
    "document-path": {
        "en": "The document of {source} cannot be read: {note}",
        "fr": "Le document de {source} ne peut pas être lu : {note}",
    },
    "document-empty": {
        "en": "The document of {source}, {value}, is empty",
        "fr": "Le document de {source}, {value}, est vide",
    },
    "document-encoding": {
        "en": "The document of {source}, {value}, is not UTF-8: byte {position} cannot be read",
        "fr": "Le document de {source}, {value}, n'est pas en UTF-8 : l'octet {position} est illisible",
    },
    "document-newline": {
        "en": "The document of {source}, {value}, is the one cited but for its newlines: {newlines} instead of LF",
        "fr": "Le document {value} de {source} a d'autres fins de ligne que le document cité : {newlines}, non LF",
    },
    "document-digest": {
        "en": "The document of {source}, {value}, is not the one cited: its SHA-256 is {found}, not {cited}",
        "fr": "Le document {value} de {source} n'est pas celui qui est cité : son SHA-256 est {found}, non {cited}",
    },
    "document-digest/bom": {
        "en": "The document of {source}, {value}, is the one cited but for a byte order mark at its beginning",
        "fr": "Le document {value} de {source} ne diffère du document cité que par une marque d'ordre des octets",
    },
    "document-digest/end": {
        "en": "The document of {source}, {value}, is the one cited but for the newline at its end",
        "fr": "Le document de {source}, {value}, ne diffère du document cité que par le saut de ligne final",
    },
    "document-length": {
        "en": "The document of {source} has {length} characters, not {value}",
        "fr": "Le document de {source} compte {length} caractères, et non {value}",
    },
    "not-reread": {
        "en": "The document of {source}, {file}, is not at hand, so its proofs could not be read again",
        "fr": "Le document de {source}, {file}, manque ici : ses preuves n'ont pas pu être relues",
    },
    "evidence-unknown-record": {
        "en": "The table {of} has no record “{value}” to prove",
        "fr": "La table {of} n'a pas d'enregistrement « {value} » à prouver",
    },
    "evidence-unknown-record/table": {
        "en": "There is no table “{value}” whose records could be proven",
        "fr": "Il n'y a pas de table « {value} » dont on puisse prouver les enregistrements",
    },
    "evidence-unknown-field": {
        "en": "The table {of} has no field “{value}” to prove",
        "fr": "La table {of} n'a pas de champ « {value} » à prouver",
    },
    "evidence-unknown-field/unneeded": {
        "en": "The field “{value}” of {of} states no fact of a source: it takes no proof",
        "fr": "Le champ « {value} » de {of} n'énonce aucun fait d'une source : il n'admet pas de preuve",
    },
    "evidence-empty-cell": {
        "en": "The cell proven is empty: {cell} of {record} in {of}",
        "fr": "La cellule prouvée est vide : {cell} de {record} dans {of}",
    },
    "evidence-value": {
        "en": "In {table}, {field} of {record} is “{value}”, but its proof from {sources} holds “{proven}”",
        "fr": "Dans {table}, {field} de {record} vaut « {value} », mais sa preuve dans {sources} porte « {proven} »",
    },
    "evidence-value/proof": {
        "en": "This proof holds “{value}”, but in {of}, {cell} of {record} is “{expected}”, as its other proofs hold",
        "fr": "Cette preuve porte « {value} », mais dans {of}, {cell} de {record} vaut « {expected} », comme le "
        "portent ses autres preuves",
    },
    "unproven-cell": {
        "en": "In {table}, no proof for “{value}”, {field} of {record}",
        "fr": "Dans {table}, aucune preuve pour « {value} », {field} de {record}",
    },
    "unproven-cell/item": {
        "en": "In {table}, no proof for “{item}” in {field} of {record}",
        "fr": "Dans {table}, aucune preuve pour « {item} » dans {field} de {record}",
    },
    "evidence-range": {
        "en": "The span {start} to {value} lies outside the document of {source}, which has {length} characters",
        "fr": "L'étendue {start} à {value} sort du document de {source}, qui compte {length} caractères",
    },
    "evidence-digest": {
        "en": "The words at this place in {source} are not the ones cited: their SHA-256 is {found}",
        "fr": "Les mots qui se trouvent là dans {source} ne sont pas les mots cités : leur SHA-256 est {found}",
    },
    "passage-digest": {
        "en": "The words at this place in {source} are not the ones marked as a passage: their SHA-256 is {found}",
        "fr": "Les mots qui se trouvent là dans {source} ne sont pas ceux du passage marqué : leur SHA-256 est {found}",
    },
    "exact-missing": {
        "en": "A proof whose basis is “{basis}” needs the words of the source in exact",
        "fr": "Une preuve de base « {basis} » exige, dans exact, les mots de la source",
    },
    "exact-not-in-span": {
        "en": "“{value}” does not stand between {start} and {end} in {source}",
        "fr": "« {value} » ne se trouve pas entre {start} et {end} dans {source}",
    },
    "exact-not-in-span/length": {
        "en": "“{value}” is longer than the span from {start} to {end} in which it should stand",
        "fr": "« {value} » est plus long que l'étendue de {start} à {end} où il devrait se trouver",
    },
    "exact-length": {
        "en": "The quoted text has {length} characters; at most {most} may be kept",
        "fr": "Le texte cité compte {length} caractères ; on peut en garder {most} au plus",
    },
    "exact-length/newline": {
        "en": "The quoted text “{value}” runs over a line break",
        "fr": "Le texte cité « {value} » contient un saut de ligne",
    },
    "evidence-on-passage": {
        "en": "The proof rests on a stretch of {source} that is not the article itself: {kind}, {start} to {end}",
        "fr": "La preuve repose sur un passage de {source} qui n'est pas l'article même : {kind}, de {start} à {end}",
    },
    "inferred-without-note": {
        "en": "An inferred value needs a note that says how it was worked out",
        "fr": "Une valeur déduite exige une note qui explique comment elle a été obtenue",
    },
    "source-ids-mismatch/none": {
        "en": "In {table}, no proof is about {record}",
        "fr": "Dans {table}, aucune preuve ne porte sur {record}",
    },
    "source-ids-mismatch": {
        "en": "In {table}, the proofs of {record} come from “{expected}”, but the cell says “{value}”",
        "fr": "Dans {table}, les preuves de {record} viennent de « {expected} », mais la cellule dit « {value} »",
    },
    "known-from-mismatch": {
        "en": "In {table}, the first source of {record} was out by {expected}, but the cell says “{value}”",
        "fr": "Dans {table}, la première source de {record} était parue le {expected}, mais la cellule dit « {value} »",
    },
    "known-from-mismatch/none": {
        "en": "In {table}, no source of {record} has a date of its own, but the cell says “{value}”",
        "fr": "Dans {table}, aucune source de {record} n'est datée, mais la cellule dit « {value} »",
    },
    "verbatim-share": {
        "en": "The quoted words repeat {share}% of {source} ({quoted} of its {value} characters); they must stay "
        "under {most}%",
        "fr": "Les mots cités reprennent {share} % de {source} ({quoted} caractères sur {value}) ; il faut rester "
        "sous {most} %",
    },
    "value-not-following": {
        "en": "In {of}, {cell} of {record} is “{expected}”, which does not follow from “{value}”",
        "fr": "Dans {of}, {cell} de {record} vaut « {expected} », ce qui ne découle pas de « {value} »",
    },
    "value-not-following/read": {
        "en": "In {of}, {cell} of {record} is “{expected}”, but “{value}” in {source} reads {read}",
        "fr": "Dans {of}, {cell} de {record} vaut « {expected} », mais « {value} » dans {source} se lit {read}",
    },
    "value-not-following/name": {
        "en": "In {of}, {cell} of {record} is “{expected}”, which is not called “{value}” but: {read}",
        "fr": "Dans {of}, {cell} de {record} vaut « {expected} », qui ne s'appelle pas « {value} », mais : {read}",
    },
    "value-not-following/word": {
        "en": "In {of}, {cell} of {record} is “{expected}”, which “{value}” does not tell; words that do: {read}",
        "fr": "Dans {of}, {cell} de {record} vaut « {expected} », ce que « {value} » ne dit pas ; "
        "mots qui le disent : {read}",
    },
    "value-not-following/stated": {
        "en": "In {of}, {cell} of {record}: what is stated must stand in the source letter for letter, but the quoted "
        "words are “{value}”, not “{expected}”",
        "fr": "Dans {of}, {cell} de {record} : ce qui est « stated » doit figurer à la lettre dans la source, or les "
        "mots cités sont « {value} », non « {expected} »",
    },
    "value-not-following/span": {
        "en": "In {of}, {cell} of {record}: a proof that quotes nothing must rest on the value itself, but the words "
        "from {start} to {end} in {source} are not “{expected}”",
        "fr": "Dans {of}, {cell} de {record} : une preuve qui ne cite rien doit reposer sur la valeur même, or les "
        "mots de {start} à {end} dans {source} ne sont pas « {expected} »",
    },
    "unparsed": {
        "en": "“{value}” cannot be read as what {cell} of {record} in {of} holds (“{expected}”)",
        "fr": "« {value} » ne peut pas être lu comme ce que contient {cell} de {record} dans {of} (« {expected} »)",
    },
}

# hint name -> language -> sentence
ADVICE: dict[str, dict[str, str]] = {
    # Structure, schema and keys
    "rename-label": {"en": "Write “{field}”.", "fr": "Écrivez « {field} »."},
    "name-column": {
        "en": "Name the column in the first line of the table, or delete it.",
        "fr": "Nommez la colonne dans la première ligne de la table, ou supprimez-la.",
    },
    "insert-column": {
        "en": "Insert the column “{field}”, with its cells, right after “{before}”.",
        "fr": "Insérez la colonne « {field} », avec ses cellules, juste après « {before} ».",
    },
    "insert-first": {
        "en": "Insert the column “{field}”, with its cells, at the far left.",
        "fr": "Insérez la colonne « {field} », avec ses cellules, tout à gauche.",
    },
    "move-column": {
        "en": "Move the column “{field}”, with its cells, right after “{before}”.",
        "fr": "Déplacez la colonne « {field} », avec ses cellules, juste après « {before} ».",
    },
    "move-first": {
        "en": "Move the column “{field}”, with its cells, to the far left.",
        "fr": "Déplacez la colonne « {field} », avec ses cellules, tout à gauche.",
    },
    "delete-column": {"en": "Delete this column.", "fr": "Supprimez cette colonne."},
    "delete-columns": {"en": "Delete these columns.", "fr": "Supprimez ces colonnes."},
    "end-part": {
        "en": "In a text editor, press Enter at the end of the last line.",
        "fr": "Dans un éditeur de texte, appuyez sur Entrée à la fin de la dernière ligne.",
    },
    "part-header": {
        "en": "Give this file the header of {first}, and its columns in that order.",
        "fr": "Donnez à ce fichier l'en-tête de {first}, et ses colonnes dans le même ordre.",
    },
    "type-again": {
        "en": "The character was lost when the file was saved in another encoding: type it again.",
        "fr": "Le caractère s'est perdu quand le fichier a été enregistré dans un autre encodage : retapez-le.",
    },
    "delete-row": {"en": "Delete this row.", "fr": "Supprimez cette ligne."},
    "surplus-cell": {
        "en": "If the cells of this row are shifted to the right, a text that holds the separator was cut in two: join "
        "it again (in a text editor, put quotes around it). Then empty what is left to the right of the last column.",
        "fr": "Si les cellules de cette ligne sont décalées vers la droite, un texte qui contient le séparateur a été "
        "coupé en deux : recollez-le (dans un éditeur de texte, mettez-le entre guillemets). Videz ensuite ce qui "
        "reste à droite de la dernière colonne.",
    },
    "other-key": {
        "en": "Give one of the two rows another key; if both say the same, delete one.",
        "fr": "Donnez une autre clé à l'une des deux lignes ; si toutes deux disent la même chose, supprimez-en une.",
    },
    "fill-key": {
        "en": "Fill the key in: no other row may have the same.",
        "fr": "Remplissez la clé : aucune autre ligne ne doit avoir la même.",
    },
    "delimiter": {
        "en": "ampere-data fix corrects this; leave Excel as it is.",
        "fr": "ampere-data fix le corrige ; inutile de changer Excel.",
    },
    "late-quote": {
        "en": "On line {opened}, close the cell with a quote, or take away the quote that opens it. A quote within a "
        "text is written twice.",
        "fr": "Ligne {opened}, fermez la cellule par un guillemet, ou retirez celui qui l'ouvre. Dans un texte, un "
        "guillemet s'écrit deux fois.",
    },
    "save-as-utf-8": {
        "en": "In Excel: Save as “CSV UTF-8 (comma delimited)”; then run ampere-data fix.",
        "fr": "Dans Excel : Enregistrer sous « CSV UTF-8 (délimité par des virgules) », puis lancez ampere-data fix.",
    },
    # The house's rules: canonical.py, rules.py, links.py, spans.py
    "mended": {"en": "Write “{mended}”.", "fr": "Écrivez « {mended} »."},
    "mended-date": {
        "en": "Write “{mended}” (day {day}, month {month}).",
        "fr": "Écrivez « {mended} » (jour {day}, mois {month}).",
    },
    "date-either": {
        "en": "Write “{day_first}” if {first} is the day and {second} the month, or “{month_first}” if {second} is the "
        "day and {first} the month.",
        "fr": "Écrivez « {day_first} » si {first} est le jour et {second} le mois, ou « {month_first} » si {second} "
        "est le jour et {first} le mois.",
    },
    "date-changed": {
        "en": "A spreadsheet has changed this date; is it “{mended}”? Format the column as text.",
        "fr": "Un tableur a changé cette date ; s'agit-il de « {mended} » ? Mettez la colonne au format Texte.",
    },
    "spreadsheet-error": {
        "en": "A formula of the spreadsheet has failed here: write the value itself, or leave the cell empty.",
        "fr": "Une formule du tableur a échoué ici : écrivez la valeur même, ou laissez la cellule vide.",
    },
    "leave-empty": {"en": "Leave {field} empty.", "fr": "Laissez {field} vide."},
    "near-id": {"en": "Did you mean “{near}”?", "fr": "Vouliez-vous dire « {near} » ?"},
    "near-property": {"en": "Write “{near}”.", "fr": "Écrivez « {near} »."},
    "known-properties": {
        "en": "Known there, besides the standard's: {known}.",
        "fr": "On y connaît, outre celles de la norme : {known}.",
    },
    "known-fields": {"en": "Its fields are: {known}.", "fr": "Ses champs sont : {known}."},
    "known-tables": {"en": "There are: {known}.", "fr": "Il y a : {known}."},
    "numbered-ids": {
        "en": "There are {count}: “{first}” to “{last}”.",
        "fr": "Il y en a {count} : de « {first} » à « {last} ».",
    },
    "numbered-id": {"en": "There is only “{first}”.", "fr": "Il n'y a que « {first} »."},
    "formula": {
        "en": "Begin the cell with a letter or a digit.",
        "fr": "Commencez la cellule par une lettre ou un chiffre.",
    },
    "fix": {
        "en": "`ampere-data fix` mends this.",
        "fr": "`ampere-data fix` corrige cela.",
    },
    # The evidence
    "not-reread": {
        "en": "Name the folder that holds {file} with --documents DIR or AMPERE_DATA_DOCUMENTS.",
        "fr": "Indiquez le dossier qui contient {file} avec --documents DOSSIER ou AMPERE_DATA_DOCUMENTS.",
    },
    "unproven-cell": {
        "en": 'Prove it: ampere-data cite {table} {quoted} {field} {told} "words"',
        "fr": 'Prouvez-la : ampere-data cite {table} {quoted} {field} {told} "mots"',
    },
    "source-ids-mismatch": {
        "en": "Write “{expected}”; ampere-data fix does so.",
        "fr": "Écrivez « {expected} » ; ampere-data fix le fait.",
    },
    "known-from-mismatch": {
        "en": "Write “{expected}”; ampere-data fix does so.",
        "fr": "Écrivez « {expected} » ; ampere-data fix le fait.",
    },
    "evidence-value": {
        "en": 'Put the old value back, or prove the new one: ampere-data cite {table} {quoted} {field} {told} "words"',
        "fr": "Remettez l'ancienne valeur, ou prouvez la nouvelle : "
        'ampere-data cite {table} {quoted} {field} {told} "mots"',
    },
    "add-source": {
        "en": "A new source: delete this row, ampere-data add-source FILE will write it. An old one: put the value "
        "back.",
        "fr": "Nouvelle source : supprimez cette ligne, ampere-data add-source FICHIER l'écrira. Source ancienne : "
        "remettez la valeur d'origine.",
    },
    "original-file": {
        "en": "Put back the original file, the one that was registered. A new text is registered with ampere-data "
        "add-source.",
        "fr": "Remettez le fichier d'origine, celui qui a été enregistré. Un nouveau texte s'enregistre avec "
        "ampere-data add-source.",
    },
    "original-newlines": {
        "en": "An editor or a download has changed the ends of the lines: put back the original file, or save this one "
        "with LF.",
        "fr": "Un éditeur ou un téléchargement a changé les fins de ligne : remettez le fichier d'origine, ou "
        "enregistrez celui-ci avec LF.",
    },
    "without-bom": {"en": "Save the file as UTF-8 without BOM.", "fr": "Enregistrez le fichier en UTF-8 sans BOM."},
    "unknown-record": {
        "en": "Correct the id as {of} writes it; if the record is gone, delete its proofs too.",
        "fr": "Corrigez l'identifiant tel que l'écrit {of} ; si l'enregistrement n'existe plus, supprimez aussi ses "
        "preuves.",
    },
    "unknown-table": {
        "en": "Correct the name of the table, or delete this proof.",
        "fr": "Corrigez le nom de la table, ou supprimez cette preuve.",
    },
    "unknown-field": {
        "en": "Correct the name of the field, or delete this proof.",
        "fr": "Corrigez le nom du champ, ou supprimez cette preuve.",
    },
    "delete-proof": {"en": "Delete this proof.", "fr": "Supprimez cette preuve."},
    "fill-or-delete": {
        "en": "Fill the cell in, or delete this proof.",
        "fr": "Remplissez la cellule, ou supprimez cette preuve.",
    },
    "shorten-exact": {
        "en": "In exact, keep the figure, name or date alone.",
        "fr": "Dans exact, ne gardez que le chiffre, le nom ou la date.",
    },
    "shorten-longest": {
        "en": "In the longest of these proofs, keep in exact the figure, name or date alone.",
        "fr": "Dans les plus longues de ces preuves, ne gardez dans exact que le chiffre, le nom ou la date.",
    },
    "cite-article": {
        "en": "Prove the cell by words of the article itself.",
        "fr": "Prouvez la cellule par des mots de l'article même.",
    },
    "cite-or-delete": {
        "en": "Prove a cell by it with ampere-data cite, or delete its row.",
        "fr": "Prouvez une cellule par elle avec ampere-data cite, ou supprimez sa ligne.",
    },
    "evidence-digest": {
        "en": "Find the cited words anew with ampere-data cite; if you do mean the words at this place, write "
        "“{found}” in sha256.",
        "fr": "Retrouvez les mots cités avec ampere-data cite ; si ce sont bien les mots de cet endroit que vous "
        "voulez, écrivez « {found} » dans sha256.",
    },
    "cell-or-proof": {
        "en": "Correct the cell; or, if it is right, delete this proof and prove the cell by other words with "
        "ampere-data cite.",
        "fr": "Corrigez la cellule ; ou, si elle est juste, supprimez cette preuve et prouvez la cellule par d'autres "
        "mots avec ampere-data cite.",
    },
    "cite-anew": {
        "en": "Delete this proof and make it anew with ampere-data cite.",
        "fr": "Supprimez cette preuve et refaites-la avec ampere-data cite.",
    },
    "quote-anew": {
        "en": "In exact, copy the words from the source letter for letter; or delete this proof and make it anew with "
        "ampere-data cite.",
        "fr": "Dans exact, recopiez les mots de la source à la lettre ; ou supprimez cette preuve et refaites-la avec "
        "ampere-data cite.",
    },
    "evidence-shifted": {
        "en": "The cited words stand near by: write {near_start} in start and {near_end} in end.",
        "fr": "Les mots cités se trouvent tout près : écrivez {near_start} dans start et {near_end} dans end.",
    },
    "passage-digest": {
        "en": "Correct start and end; if they are right, write “{found}” in sha256.",
        "fr": "Corrigez start et end ; s'ils sont justes, écrivez « {found} » dans sha256.",
    },
    "value-stated": {
        "en": "If the value is only written otherwise there, write “normalised” in basis.",
        "fr": "Si la valeur y est seulement écrite autrement, écrivez « normalised » dans basis.",
    },
    "unparsed": {
        "en": "In exact, keep the figure, date or name alone; or write “inferred” in basis and explain it in note.",
        "fr": "Dans exact, ne gardez que le chiffre, la date ou le nom ; ou écrivez « inferred » dans basis et "
        "expliquez-le dans note.",
    },
}

# code, or code/detail -> hint of a finding that brings none of its own
USUAL_ADVICE: dict[str, str] = {
    "blank-label/margin": "delete-columns",
    "incorrect-label/part": "part-header",
    "source-error/part-end": "end-part",
    "blank-label": "name-column",
    "extra-label": "delete-column",
    "blank-row": "delete-row",
    "extra-cell": "surplus-cell",
    "primary-key": "other-key",
    "primary-key/empty": "fill-key",
    "control-character/replacement": "type-again",
    "unused-source": "cite-or-delete",
    "document-digest": "original-file",
    "document-digest/bom": "without-bom",
    "document-empty": "original-file",
    "document-encoding": "original-file",
    "document-newline": "original-newlines",
    "evidence-unknown-record": "unknown-record",
    "evidence-unknown-record/table": "unknown-table",
    "evidence-unknown-field": "unknown-field",
    "evidence-unknown-field/unneeded": "delete-proof",
    "evidence-empty-cell": "fill-or-delete",
    "evidence-on-passage": "cite-article",
    "exact-length": "shorten-exact",
    "exact-not-in-span": "quote-anew",
    "value-not-following": "cell-or-proof",
    "verbatim-share": "shorten-longest",
}

# What reports say of themselves: name, or name/one for a count of one -> language -> sentence
PHRASES: dict[str, dict[str, str]] = {
    "valid": {"en": "No issue found.", "fr": "Aucun problème trouvé."},
    "unverified": {
        "en": "No issue found in what could be checked.",
        "fr": "Aucun problème trouvé dans ce qui a pu être vérifié.",
    },
    "issues/one": {"en": "{count} issue found", "fr": "{count} problème trouvé"},
    "issues": {"en": "{count} issues found", "fr": "{count} problèmes trouvés"},
    "tables/one": {"en": "{count} table", "fr": "{count} table"},
    "tables": {"en": "{count} tables", "fr": "{count} tables"},
    "rows/one": {"en": "{count} row", "fr": "{count} ligne"},
    "rows": {"en": "{count} rows", "fr": "{count} lignes"},
    "cells/one": {"en": "{count} cell", "fr": "{count} cellule"},
    "cells": {"en": "{count} cells", "fr": "{count} cellules"},
    "checked": {"en": "Checked: {what}.", "fr": "Vérifié : {what}."},
    "unread-one": {"en": "Table NOT read: {names}.", "fr": "Table NON lue : {names}."},
    "unread": {"en": "Tables NOT read: {names}.", "fr": "Tables NON lues : {names}."},
    "proven/one": {"en": "{count} cell is proven by a source", "fr": "{count} cellule est prouvée par une source"},
    "proven": {"en": "{count} cells are proven by a source", "fr": "{count} cellules sont prouvées par une source"},
    "proofs/one": {"en": "{count} proof", "fr": "{count} preuve"},
    "proofs": {"en": "{count} proofs", "fr": "{count} preuves"},
    "reread/one": {
        "en": "{count} proof re-read in its document now",
        "fr": "{count} preuve relue à l'instant dans son document",
    },
    "reread": {
        "en": "{count} proofs re-read in their documents now",
        "fr": "{count} preuves relues à l'instant dans leurs documents",
    },
    "not_reread/one": {
        "en": "{count} proof NOT re-read, for its document is not at hand",
        "fr": "{count} preuve NON relue, car son document manque ici",
    },
    "not_reread": {
        "en": "{count} proofs NOT re-read, for their documents are not at hand",
        "fr": "{count} preuves NON relues, car leurs documents manquent ici",
    },
    "documents": {
        "en": "Name the folder of the documents with --documents DIR to have them re-read.",
        "fr": "Indiquez le dossier des documents avec --documents DOSSIER pour les faire relire.",
    },
    "foreign_keys_unchecked/one": {
        "en": "{count} foreign key NOT checked, for the table it points at is not at hand; validate the whole package.",
        "fr": "{count} clé étrangère NON vérifiée, car la table visée manque ici ; validez le paquet entier.",
    },
    "foreign_keys_unchecked": {
        "en": "{count} foreign keys NOT checked, for the tables they point at are not at hand; validate the whole "
        "package.",
        "fr": "{count} clés étrangères NON vérifiées, car les tables visées manquent ici ; validez le paquet entier.",
    },
    "line": {"en": "line {line}", "fr": "ligne {line}"},
    "row": {"en": "row {line}", "fr": "ligne {line}"},
    "header": {"en": "whole file", "fr": "fichier entier"},
    "package": {"en": "the package as a whole", "fr": "le paquet dans son ensemble"},
    "lines": {"en": "lines {lines}", "fr": "lignes {lines}"},
    "numbered-rows": {"en": "rows {lines}", "fr": "lignes {lines}"},
    "unproven-cell-of-a-row": {
        "en": "In {table}, no proof for these cells of {record}: {fields}",
        "fr": "Dans {table}, aucune preuve pour ces cellules de {record} : {fields}",
    },
    "unproven-cell-advice": {
        "en": 'Prove them one by one: ampere-data cite {table} {quoted} COLUMN {told} "words"',
        "fr": 'Prouvez-les une à une : ampere-data cite {table} {quoted} COLONNE {told} "mots"',
    },
    "grouped": {"en": "{place} ({count} findings)", "fr": "{place} ({count} constats)"},
    "other-codes/one": {"en": "{first} and {count} other code", "fr": "{first} et {count} autre code"},
    "other-codes": {"en": "{first} and {count} other codes", "fr": "{first} et {count} autres codes"},
    "entry": {"en": "{place}: {said}", "fr": "{place} : {said}"},
    "and": {"en": "{first}; {second}", "fr": "{first} ; {second}"},
    "more/one": {"en": "… and {count} more issue, not shown", "fr": "… et {count} autre problème, non montré"},
    "more": {"en": "… and {count} more issues, not shown", "fr": "… et {count} autres problèmes, non montrés"},
    "heading-file": {"en": "File", "fr": "Fichier"},
    "heading-line": {"en": "Line", "fr": "Ligne"},
    "heading-field": {"en": "Field", "fr": "Champ"},
    "heading-code": {"en": "Code", "fr": "Code"},
    "heading-message": {"en": "What is wrong", "fr": "Ce qui ne va pas"},
    "heading-hint": {"en": "How to mend it", "fr": "Comment y remédier"},
    "label-table": {"en": "table", "fr": "table"},
    "label-rows": {"en": "rows", "fr": "lignes"},
    "label-columns": {"en": "columns", "fr": "colonnes"},
    "label-title": {"en": "title", "fr": "titre"},
    "label-field": {"en": "field", "fr": "champ"},
    "label-value": {"en": "value", "fr": "valeur"},
    "label-proofs": {"en": "proofs", "fr": "preuves"},
    "no-room": {"en": "(no room for: {labels})", "fr": "(pas de place pour : {labels})"},
    "written": {"en": "written: {files}", "fr": "écrit : {files}"},
    "replaced/one": {
        "en": "deleted: {count} older proof of this cell, which held “{values}”",
        "fr": "supprimée : {count} preuve antérieure de cette cellule, qui portait « {values} »",
    },
    "replaced": {
        "en": "deleted: {count} older proofs of this cell, which held “{values}”",
        "fr": "supprimées : {count} preuves antérieures de cette cellule, qui portaient « {values} »",
    },
    "renewed/one": {
        "en": "{count} older proof of an item of this list now holds the whole list as it is",
        "fr": "{count} preuve antérieure d'un élément de cette liste porte désormais la liste entière",
    },
    "renewed": {
        "en": "{count} older proofs of items of this list now hold the whole list as it is",
        "fr": "{count} preuves antérieures d'éléments de cette liste portent désormais la liste entière",
    },
    "not-written": {"en": "not written: {files}", "fr": "non écrit : {files}"},
    "more-changes/one": {
        "en": "… and {count} more change, not shown",
        "fr": "… et {count} autre modification, non montrée",
    },
    "more-changes": {
        "en": "… and {count} more changes, not shown",
        "fr": "… et {count} autres modifications, non montrées",
    },
    "fixed/one": {"en": "{count} change", "fr": "{count} modification"},
    "fixed": {"en": "{count} changes", "fr": "{count} modifications"},
    "to-fix/one": {"en": "{count} change would be made", "fr": "{count} modification serait faite"},
    "to-fix": {"en": "{count} changes would be made", "fr": "{count} modifications seraient faites"},
    "left-to-fix/one": {
        "en": "Nothing was changed; {count} thing is left for you.",
        "fr": "Rien n'a été modifié ; {count} point reste à corriger à la main.",
    },
    "left-to-fix": {
        "en": "Nothing was changed; {count} things are left for you.",
        "fr": "Rien n'a été modifié ; {count} points restent à corriger à la main.",
    },
    "nothing-to-fix": {"en": "Nothing to mend.", "fr": "Rien à corriger."},
}

_LONGEST_VALUE = 120
# What may be written in a cell, or as a label, is told whole: who has to choose needs to see all of it.
_LONGEST_LIST = 1_500
_LISTS = frozenset({"allowed", "constraint", "fields", "known", "labels"})
# What is counted is written with thousands; what is looked up, such as a line, is not.
_AMOUNTS = frozenset({"count", "most", "times"})
_VOWELS = frozenset("aeiouàâäéèêëîïôöùûüœæAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")
_THOUSANDS = {"en": ",", "fr": "\u202f"}


# variant of a sentence -> whether the words ask for it
_VARIANTS: dict[str, Callable[[Mapping[str, object]], bool]] = {
    "top": lambda words: not words.get("place"),
    "one": lambda words: words.get("count") == 1,
    "utf-8": lambda words: words.get("encoding") == "utf-8",
    "example": lambda words: bool(words.get("example")),
    "format": lambda words: words.get("format", "default") != "default",
    "length": lambda words: words.get("length") is not None,
    "empty": lambda words: "" in (words.get("before"), words.get("edtf")),
    "elsewhere": lambda words: bool(words.get("first_path")),
    "files": lambda words: bool(words.get("files")),
    "emptied": lambda words: words.get("after") == "",
}


def sentence(code: str, detail: str, words: Mapping[str, object], language: str) -> str:
    """Say what was found; an unknown code is a mistake of the program and raises `KeyError`."""
    return fill(SENTENCES[_entry(code, detail, words)], words, language)


def spoken(code: str, detail: str, hint: str, words: Mapping[str, object]) -> tuple[str, ...]:
    """Give what a sentence and its hint speak of, but for the record: where that is the same, they say the same."""
    entry = _entry(code, detail, words)
    return (entry, hint, *(str(words.get(name)) for name in _spoken_of(entry, hint)))


def _entry(code: str, detail: str, words: Mapping[str, object]) -> str:
    """Choose the sentence of a code: that of the detail, and of it the variant that the words ask for."""
    entry = f"{code}/{detail}" if f"{code}/{detail}" in SENTENCES else code
    for variant in _variants_of(entry):
        if _VARIANTS[variant](words):
            return f"{entry}/{variant}"
    return entry


@cache
def _variants_of(entry: str) -> tuple[str, ...]:
    return tuple(variant for variant in _VARIANTS if f"{entry}/{variant}" in SENTENCES)


@cache
def _spoken_of(entry: str, hint: str) -> tuple[str, ...]:
    from string import Formatter

    templates = SENTENCES[entry]["en"] + (ADVICE[hint]["en"] if hint else "")
    names = {name for _, name, _, _ in Formatter().parse(templates) if name}
    return tuple(sorted(names - {"line", "row", "record"}))


def advice(hint: str, words: Mapping[str, object], language: str) -> str:
    """Say how to mend it; an unknown hint is a mistake of the program and raises `KeyError`."""
    return fill(ADVICE[hint], words, language)


def usual_advice(code: str, detail: str) -> str:
    """Name the hint of a finding that brings none of its own, empty where there is nothing to say."""
    return USUAL_ADVICE.get(f"{code}/{detail}", USUAL_ADVICE.get(code, ""))


def phrase(name: str, language: str, **words: object) -> str:
    """Say what a report says of itself; a `count` chooses between one and many, and is written with thousands."""
    count = words.get("count")
    if isinstance(count, int):
        single = count == 1 or (count == 0 and language == "fr")
        name = f"{name}/one" if single and f"{name}/one" in PHRASES else name
        words["count"] = in_thousands(count, language)
    return typeset(_elided(PHRASES[name][language], words, language), language).format(**words)


def show(value: object, longest: int | None = _LONGEST_VALUE) -> str:
    """Write a value so that every invisible character and every accent apart from its letter is seen, and none acts."""
    text = "" if value is None else str(value)
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    plain = text.isascii() or not any(map(combining, text))
    return text if plain and text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char.isprintable() and not combining(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - where Python's own escapes part


def fill(
    template: Mapping[str, str], words: Mapping[str, object], language: str, longest: int | None = _LONGEST_VALUE
) -> str:
    """Fill a sentence with words; one that is a sentence itself, as a reason is, is said in the same language."""
    shown = {
        name: in_thousands(word, language)
        if name in _AMOUNTS and isinstance(word, int)
        else _said(word, language, _LONGEST_LIST if longest and name in _LISTS else longest)
        for name, word in words.items()
    }
    return typeset(_elided(template[language], shown, language), language).format(**shown)


def _elided(template: str, words: Mapping[str, object], language: str) -> str:
    """Write the French `de` as `d'` where the word that follows begins with a vowel."""
    if language != "fr":
        return template
    for name, word in words.items():
        if str(word)[:1] in _VOWELS and f" de {{{name}}}" in template:
            template = template.replace(f" de {{{name}}}", f" d'{{{name}}}")
    return template


def _said(word: object, language: str, longest: int | None) -> str:
    speak = getattr(word, "sentence", None)
    return show(word, longest) if speak is None else str(speak(language))


def in_thousands(number: int, language: str) -> str:
    """Write a number as a language parts its thousands."""
    return f"{number:,}".replace(",", _THOUSANDS[language])


def typeset(template: str, language: str) -> str:
    """Set the no-break blanks of French; what is filled in later keeps its own."""
    if language != "fr":
        return template
    for mark in (":", "»", "%"):
        template = template.replace(f" {mark}", f"\u00a0{mark}")
    for mark in (";", "!", "?"):
        template = template.replace(f" {mark}", f"\u202f{mark}")
    return template.replace("« ", "«\u00a0")
