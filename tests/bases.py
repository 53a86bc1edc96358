"""A tiny but complete knowledge base for tests: the real ontologies, invented facts.

The market ZZ belongs to the bloc BLC. A lamp needs a certificate in ZZ (two routes) and a supplier's declaration in BLC.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from mra.knowledge.locate import Location
from mra.knowledge.tables import BODY_COLUMNS, EDITION_COLUMNS
from mra.model.sssom import SSSOM_COLUMNS

ROOT: Final = Path(__file__).resolve().parent.parent


def table(columns: Sequence[str], *rows: str) -> str:
    """A tab-separated table; in ``rows`` cells are separated by ``|``."""
    return "\n".join(["\t".join(columns), *(row.replace("|", "\t") for row in rows)]) + "\n"


def _adoption(subject: str, subject_label: str, degree: str, target: str, target_label: str) -> str:
    return f"std:{subject}|{subject_label}|mra:{degree}|std:{target}|{target_label}|semapv:ManualMappingCuration||2026-01-02|0.9||law-zz|"


_RULE_SOURCE: Final = """title = { en = "A rule", zh = "规则" }
publisher = "Committee"
tier = "treaty"
address = "https://rules.example/text"
checked = 2026-01-01
confidence = "high"

"""

FILES: Final[Mapping[str, str]] = {
    "sources/all.toml": """
[[source]]
id = "agency"
title = { en = "List of the agency", zh = "主管机关名单" }
publisher = "Agency of ZZ"
tier = "regulator"
address = "https://agency.example/list"
checked = 2026-01-02
confidence = "medium"

[[source]]
id = "blog"
title = { en = "A laboratory's blog", zh = "某实验室博客" }
publisher = "Laboratory"
tier = "laboratory"
address = "https://lab.example/blog"
checked = 2026-01-02
confidence = "high"

[[source]]
id = "law-zz"
title = { en = "Lamp Safety Act", zh = "灯具安全法" }
publisher = "Parliament of ZZ"
tier = "law"
address = "https://law.example/lamp"
checked = 2026-01-03
confidence = "high"
""",
    "economies/cn/economy.toml": 'code = "CN"\nlabel = { en = "China", zh = "中国" }\nsources = ["agency"]\n',
    "economies/blc/economy.toml": """
code = "BLC"
label = { en = "The Bloc", zh = "集团" }
sources = ["law-zz"]

[[coverage]]
family = "electrical-safety"
level = "reviewed"
products = ["appliance"]
reviewed = 2026-01-01
sources = ["law-zz"]
""",
    "economies/zz/economy.toml": """
code = "ZZ"
label = { en = "Zedland", zh = "泽国" }
sources = ["law-zz"]

[[member_of]]
bloc = "BLC"
from = 2020-01-01
sources = ["law-zz"]

[[coverage]]
family = "electrical-safety"
level = "partial"
products = ["appliance"]
reviewed = 2026-01-02
open = [{ en = "Fees were not read", zh = "未审阅费用" }]
sources = ["law-zz"]
""",
    "economies/blc/lamp-declaration.toml": """
label = { en = "Declaration for lamps", zh = "灯具合格声明" }
family = "electrical-safety"
authority = { en = "Agency of ZZ", zh = "泽国主管机关" }
route_kind = "supplier_declaration"
mandatory = true
sources = ["law-zz"]

[[scope]]
products = ["appliance"]

[[route]]
id = "self"

[[route.element]]
id = "safety-test"
nature = "assessment"
activity = "testing"
topic = "electrical-safety"
standards = ["EN 1:2019"]
sources = ["law-zz"]

[[route.element.accepts]]
evidence = "any"
how = "as_is"
conditions = { standard = "element", form = "report" }
sources = ["law-zz"]

[[route.element]]
id = "declaration"
nature = "duty"
activity = "declaration"
topic = "electrical-safety"
sources = ["law-zz"]
""",
    "economies/zz/lamp-certificate.toml": """
label = { en = "Certificate for lamps", zh = "灯具证书" }
aliases = ["Lamp Mark"]
family = "electrical-safety"
authority = { en = "Agency of ZZ", zh = "泽国主管机关" }
route_kind = "third_party_certification"
mandatory = true
applies_from = 2022-06-01
sources = ["law-zz"]

[[scope]]
products = ["appliance"]
when = { mains_powered = true }

[[route]]
id = "a-cb"
label = { en = "With a CB report", zh = "凭CB报告" }

[[route.element]]
id = "safety-test"
nature = "assessment"
activity = "testing"
topic = "electrical-safety"
standards = ["IEC 1:2018"]
accepts_only_listed = true
sources = ["law-zz"]

[[route.element.accepts]]
evidence = "cb_report"
how = "as_is"
via = "lamp-treaty"
conditions = { body_on_list = "zz-bodies" }
sources = ["law-zz"]

[[route.element]]
id = "registration"
nature = "duty"
activity = "registration"
topic = "electrical-safety"
sources = ["law-zz"]

[[route]]
id = "b-national"
label = { en = "Tested in Zedland", zh = "在泽国检测" }

[[route.element]]
id = "safety-test"
nature = "assessment"
activity = "testing"
topic = "electrical-safety"
standards = ["ZZ 1:2020"]
searched = { on = 2026-01-02, by = "reader", where = { en = "the Act", zh = "该法" } }
sources = ["law-zz"]

[[route.element]]
id = "inspection"
nature = "assessment"
activity = "initial-inspection"
topic = "electrical-safety"
sources = ["law-zz"]
""",
    "evidence/cb_report.toml": """
label = { en = "CB report", zh = "CB报告" }
issuer_economy = "CN"
sources = ["agency"]

[[yields]]
products = ["appliance"]
topic = "electrical-safety"
activity = "testing"
standards = ["IEC 1:2018"]
form = "report"
sources = ["agency"]
""",
    "evidence/ccc.toml": """
label = { en = "CCC certificate", zh = "CCC证书" }
issuer_economy = "CN"
validity_months = 60
sources = ["agency"]

[[yields]]
products = ["appliance"]
topic = "electrical-safety"
activity = "testing"
standards = ["GB 1-2022"]
form = "certificate"
sources = ["agency"]

[[yields]]
products = ["appliance"]
topic = "electrical-safety"
activity = "initial-inspection"
form = "inspection"
sources = ["blog"]
""",
    "evidence/none.toml": 'label = { en = "Nothing", zh = "无" }\nissuer_economy = "CN"\nsources = ["agency"]\n',
    "instruments/lamp-treaty.toml": """
label = { en = "Lamp Treaty", zh = "灯具条约" }
mechanism = "mutual-recognition-agreement"
activities = ["testing"]
recognizes = ["reports"]
status = "in-force"
from = 2021-01-01
sources = ["law-zz"]

[[member]]
economy = "CN"
from = 2021-01-01
sources = ["law-zz"]

[[member]]
economy = "ZZ"
sources = ["law-zz"]

[[list]]
id = "treaty-list"
label = { en = "Products of the treaty", zh = "条约产品清单" }
complete = true
products = ["lamp"]
sources = ["law-zz"]
""",
    "products/groups.toml": """
[[group]]
id = "appliance"
label = { en = "Appliance", zh = "电器" }
families = ["electrical-safety"]
synonyms = { en = ["household appliance"], zh = ["家电"] }
attributes = { mains_powered = true, made_in = "CN", "consignment.routing" = "direct" }

[[group]]
id = "gadget"
label = { en = "Gadget", zh = "小器具" }
families = ["electrical-safety"]
synonyms = { en = ["widget"], zh = ["器具"] }
attributes = { made_in = "CN" }
ask = ["battery"]

[[group]]
id = "lamp"
label = { en = "Lamp", zh = "灯" }
broader = "appliance"
families = ["electrical-safety"]
synonyms = { en = ["desk lamp", "LED lamp"], zh = ["台灯", "灯具"] }
attributes = { mains_powered = true, made_in = "CN", "consignment.routing" = "direct" }
""",
    "products/hs2022.sssom.tsv": table(
        SSSOM_COLUMNS,
        "group:appliance|Appliance|skos:broadMatch|hs:8516|Heaters|semapv:ManualMappingCuration||2026-01-02|0.9||agency|",
        "group:lamp|Lamp|skos:broadMatch|hs:940521|Lamps|semapv:ManualMappingCuration||2026-01-02|0.9||agency|",
    ),
    "standards/all.editions.tsv": table(
        EDITION_COLUMNS,
        "EN 1:2019|Lamps|灯具|||||law-zz|high|",
        "GB 1-2022|Lamps|灯具||2023-08-01|||agency|high|",
        "IEC 1:2018|Lamps|灯具|||||agency|high|",
        "ZZ 1:2020|Lamps|灯具|||||law-zz|high|",
    ),
    "standards/all.sssom.tsv": table(
        SSSOM_COLUMNS,
        _adoption("en-1-2019", "EN 1:2019", "identicalAdoptionOf", "iec-1-2018", "IEC 1:2018"),
        _adoption("gb-1-2022", "GB 1-2022", "modifiedAdoptionOf", "iec-1-2018", "IEC 1:2018"),
        _adoption("zz-1-2020", "ZZ 1:2020", "modifiedAdoptionOf", "iec-1-2018", "IEC 1:2018"),
    ),
    "bodies/lists.toml": """
[[list]]
id = "zz-bodies"
label = { en = "Bodies recognised by ZZ", zh = "泽国认可机构" }
complete = true
as_of = 2026-01-02
sources = ["agency"]
""",
    "bodies/zz-bodies.tsv": table(
        BODY_COLUMNS,
        "ENDED|Ended Body|已撤销机构|CN|||2020-01-01|2024-01-01|agency",
        "GOOD|Good Body|合格机构|CN|||2020-01-01||agency",
    ),
}


def _rule_sources() -> str:
    """The sources that the shapes of the ontologies rest on, by id."""
    files = sorted((ROOT / "ontologies" / "shapes").rglob("*.ttl"))
    names = {name for file in files for name in re.findall(r"\bsource:([\w.-]*\w)", file.read_text(encoding="utf-8"))}
    return "".join(f'[[source]]\nid = "{name}"\n{_RULE_SOURCE}' for name in sorted(names))


def tiny_base(folder: Path, changes: Mapping[str, str | None] | None = None) -> Location:
    """Write the tiny knowledge base into ``folder``; ``changes`` replaces or adds files below ``mappings`` (``None`` leaves one out)."""
    for name, text in {**FILES, "sources/rules.toml": _rule_sources(), **(changes or {})}.items():
        if text is not None:
            file = folder / "mappings" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    (folder / "ontologies").symlink_to(ROOT / "ontologies", target_is_directory=True)
    return Location(folder)
