"""Make ``capture/clean/data/language_names.json`` from the Unicode CLDR (through Babel).

Chromium's own ``Intl.DisplayNames`` lacks 62 of the 139 two-letter languages (Welsh, Irish, Basque,
Albanian, Armenian … answer nothing in their own name) and its first use costs 190 ms, so the names
are a file.  Run with Babel installed (``pip install babel``; the project itself does not need it)::

    python scripts/data/language_names.py
"""

from __future__ import annotations

import json
from pathlib import Path

# Languages that web pages are offered in: Google Translate's list plus the official languages of
# states and autonomous regions.  Rarer ones would bring names that are common words (Dan, Vai).
LANGUAGES = """
af ak am ar as ast ay az be bg bho bm bn bo br bs ca ceb ckb co crh cs cy da de dsb dv ee el en eo es
et eu fa ff fi fil fo fr fur fy ga gd gl gn gu gv ha haw he hi hr hsb ht hu hy id ig ilo is it iu ja
jv ka kk kl km kn ko kok ku ky la lb lg ln lo lt lus lv mai mg mi mk ml mn mr ms mt my nb ne nl nn no
ny oc om or pa pap pl ps pt qu rm ro ru rw sa sc sd se si sk sl sm sn so sq sr st su sv sw szl ta te
tg th ti tk tn to tr ts tt tyv ug uk ur uz vi wa wo xh yi yo yue zh zu
""".split()
# Regional forms with a name of their own.
REGIONAL = "de_AT de_CH en_AU en_CA en_GB en_US es_419 es_ES es_MX fr_CA fr_CH nl_BE pt_BR pt_PT zh_Hans zh_Hant".split()
# Languages whose names for the others are looked for: page languages and the languages of menus.
READERS = """
en de fr es it pt nl ru uk pl cs sk hu ro bg hr sr sl el tr sv da nb fi et lv lt ar he fa ur hi bn th
vi id ms zh zh_Hant ja ko ca eu gl cy ga is sq mk af sw ta te ka hy az kk
""".split()
# Countries that pickers name beside a language ("Norway – English").
COUNTRIES = """
AE AR AT AU BD BE BG BH BO BR BY CA CH CL CN CO CR CY CZ DE DK DO DZ EC EE EG ES FI FR GB GE GR GT
HK HN HR HU ID IE IL IN IQ IR IS IT JO JP KE KR KW KZ LB LI LK LT LU LV MA MC MD MK MT MX MY NG NI NL
NO NZ OM PA PE PH PK PL PR PT PY QA RO RS RU SA SE SG SI SK SV TH TN TR TW UA US UY VE VN ZA
""".split()
TARGET = Path(__file__).parents[2] / "capture/clean/data/language_names.json"


def main() -> None:
    from babel import Locale, UnknownLocaleError

    own: dict[str, list[str]] = {}
    for code in [*LANGUAGES, *REGIONAL]:
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        base = code.split("_")[0]
        names = [locale.languages.get(code, ""), locale.languages.get(base, "")]
        own.setdefault(base, []).extend(n for n in names if n)
    others: dict[str, dict[str, list[str]]] = {}
    countries: dict[str, list[str]] = {}
    for reader in READERS:
        locale = Locale.parse(reader)
        table: dict[str, list[str]] = {}
        for code in [*LANGUAGES, *REGIONAL]:
            name = locale.languages.get(code)
            if name:
                table.setdefault(code.split("_")[0], []).append(name)
        others[reader] = {code: sorted(set(names)) for code, names in sorted(table.items())}
        for code in COUNTRIES:
            name = locale.territories.get(code)
            if name:
                countries.setdefault(code.lower(), []).append(name)
    document = {
        "source": "Unicode CLDR, through Babel; made by scripts/data/language_names.py",
        "own": {code: sorted(set(names)) for code, names in sorted(own.items())},
        "others": others,
        "countries": {code: sorted(set(names)) for code, names in sorted(countries.items())},
    }
    TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(TARGET, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
