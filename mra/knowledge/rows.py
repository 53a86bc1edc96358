"""Tab-separated tables as triples: editions, adoptions, goods codes and lists of bodies, one node a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from mra.knowledge.costs import COST_COLUMNS, COST_KEY, UNITS, products_of
from mra.knowledge.nodes import Place, safe_iri
from mra.knowledge.notices import NOTICE_COLUMNS, NOTICE_KEY
from mra.knowledge.tables import BODY_COLUMNS, EDITION_COLUMNS, Row, TableReading, read_rows
from mra.knowledge.vocabulary import BASE, MRA
from mra.model.sssom import SSSOM_COLUMNS
from mra.model.standard import slug

SSSOM: Final = rdflib.Namespace("https://w3id.org/sssom/")
SEMAPV: Final = rdflib.Namespace("https://w3id.org/semapv/vocab/")
PAV: Final = rdflib.Namespace("http://purl.org/pav/")

#: The property behind each column that holds a plain value, with its datatype; titles and names are read apart.
COLUMNS: Final[Mapping[str, tuple[rdflib.URIRef, rdflib.URIRef]]] = {
    "designation": (MRA.designation, XSD.string),
    "published": (MRA.published, XSD.date),
    "in_force": (MRA.inForceFrom, XSD.date),
    "withdrawn": (MRA.withdrawnOn, XSD.date),
    "note": (RDFS.comment, XSD.string),
    "comment": (RDFS.comment, XSD.string),
    "author_id": (PAV.authoredBy, XSD.string),
    "mapping_date": (PAV.authoredOn, XSD.date),
    "see_also": (MRA.seeAlso, XSD.anyURI),
    "number": (MRA.registrationNumber, XSD.string),
    "scope": (MRA.scopeText, XSD.string),
    "from": (MRA.validFrom, XSD.date),
    "until": (MRA.validUntil, XSD.date),
    "route": (MRA.pricedRoute, XSD.string),
    "element": (MRA.pricedElement, XSD.string),
    "low": (MRA.lowest, XSD.decimal),
    "high": (MRA.highest, XSD.decimal),
}
#: The property behind each column that names something else, or that holds a text in one of the languages.
LINKS: Final[Mapping[str, rdflib.URIRef]] = {
    "title_en": DCTERMS.title,
    "title_zh": DCTERMS.title,
    "name_en": RDFS.label,
    "name_zh": RDFS.label,
    "economy": MRA.economy,
    "basis_en": MRA.basis,
    "basis_zh": MRA.basis,
    "kind": MRA.noticedKind,
    "products": MRA.product,
    "scheme": MRA.pricedScheme,
    "unit": MRA.unit,
    "what": MRA.unit,
    "status": MRA.noticedStatus,
    "body": MRA.body,
    "replaced_by": MRA.replacedBy,
    "source": MRA.source,
    "ext_source": MRA.source,
    "confidence": MRA.confidence,
    "subject_id": OWL.annotatedSource,
    "predicate_id": OWL.annotatedProperty,
    "object_id": OWL.annotatedTarget,
    "mapping_justification": SSSOM.mapping_justification,
}
#: Prefixes that the tables use, and where the names behind them live.
_PREFIXES: Final[Mapping[str, str]] = {"mra": str(MRA), "skos": str(SKOS), "semapv": str(SEMAPV)}


@dataclass(slots=True)
class RowWriter:
    """Adds the rows of tables to ``graph``; ``places`` notes where each node is written."""

    graph: rdflib.Graph
    places: dict[str, Place]

    def editions(self, file: Path, name: str) -> None:
        """The editions of one table."""
        for row in read_rows(file, EDITION_COLUMNS, ("designation",), TableReading(name, {})):
            node = self._node(safe_iri("edition", slug(row["designation"])), MRA.StandardEdition, row, name)
            self._texts(node, DCTERMS.title, row, "title")
            self._plain(node, row, EDITION_COLUMNS)
            self._link(node, MRA.source, "source", row["source"])
            self._link(node, MRA.confidence, "concept:confidence", row["confidence"])
            self._link(node, MRA.replacedBy, "edition", slug(row["replaced_by"]))

    def adoptions(self, file: Path, name: str) -> None:
        """Who adopts what: the statement itself, and the row that carries it."""
        for row in read_rows(file, SSSOM_COLUMNS, ("subject_id", "object_id"), TableReading(name, {})):
            self._mapping(row, name, file, MRA.Adoption, "edition")

    def goods_codes(self, file: Path, name: str) -> None:
        """Which goods codes a product group may fall under."""
        for row in read_rows(file, SSSOM_COLUMNS, ("subject_id", "object_id"), TableReading(name, {})):
            code = self._mapping(row, name, file, MRA.GoodsCodeMapping, "hs")
            self.graph.add((code, RDF.type, MRA.GoodsCode))
            self.graph.add((code, SKOS.notation, rdflib.Literal(row["object_id"].partition(":")[2])))

    def bodies(self, file: Path, name: str) -> None:
        """The entries of one list of bodies."""
        taken: set[str] = set()
        body_list = rdflib.URIRef(safe_iri("body-list", file.stem))
        for row in read_rows(file, BODY_COLUMNS, ("body", "scope", "from"), TableReading(name, {})):
            step = quote(row["body"], safe="")
            step = f"{step}.{row.line}" if step in taken else step
            taken.add(step)
            node = self._node(f"{body_list}/entry/{step}", MRA.ListedBody, row, name)
            body = rdflib.URIRef(safe_iri("body", row["body"]))
            self.graph.add((body_list, MRA.entry, node))
            self.graph.add((node, MRA.body, body))
            self.graph.add((body, RDF.type, MRA.Body))
            self.graph.add((body, DCTERMS.identifier, rdflib.Literal(row["body"])))
            self._texts(node, RDFS.label, row, "name")
            self._plain(node, row, BODY_COLUMNS)
            self._link(node, MRA.economy, "economy", row["economy"])
            self._link(node, MRA.source, "source", row["source"])

    def notices(self, file: Path, name: str) -> None:
        """What one publisher says of certificates, one node a row."""
        for row in read_rows(file, NOTICE_COLUMNS, NOTICE_KEY, TableReading(name, {})):
            node = self._node(f"{BASE}notice/{quote(file.stem)}/{row.line}", MRA.CertificateNotice, row, name)
            self.graph.add((node, MRA.noticedNumber, rdflib.Literal(row["number"])))
            self._plain(node, row, ("from", "until"))
            self._link(node, MRA.noticedKind, "evidence", row["kind"])
            self._link(node, MRA.noticedStatus, "concept:status", row["status"])
            self._link(node, MRA.source, "source", row["source"])

    def costs(self, file: Path, name: str) -> None:
        """Published fees and times, one node a row."""
        for row in read_rows(file, COST_COLUMNS, COST_KEY, TableReading(name, {})):
            node = self._node(f"{BASE}figure/{quote(file.stem)}/{row.line}", MRA.PublishedFigure, row, name)
            self._plain(node, row, ("route", "element", "low", "high", "from", "until"))
            self._texts(node, MRA.basis, row, "basis")
            self._link(node, MRA.pricedScheme, "scheme", row["scheme"])
            self._link(node, MRA.unit, f"concept:{UNITS.get(row['what'], row['what'])}", row["unit"])
            self._link(node, MRA.source, "source", row["source"])
            for product in products_of(row):
                self._link(node, MRA.product, "product", product)

    def _mapping(self, row: Row, name: str, file: Path, of_class: rdflib.URIRef, object_kind: str) -> rdflib.URIRef:
        """A row of an SSSOM table and the triple that it states; the object of that triple."""
        ends = [row[f"{end}_id"].partition(":")[2] for end in ("subject", "object")]
        subject_kind = "edition" if object_kind == "edition" else "product"
        subject, target = (rdflib.URIRef(safe_iri(kind, end)) for kind, end in zip((subject_kind, object_kind), ends, strict=True))
        node = self._node(f"{BASE}mappings/{file.name.removesuffix('.sssom.tsv')}/{quote('__'.join(ends))}", of_class, row, name)
        predicate = _expand(row["predicate_id"])
        self.graph.add((subject, predicate, target))
        self.graph.add((node, OWL.annotatedSource, subject))
        self.graph.add((node, OWL.annotatedProperty, predicate))
        self.graph.add((node, OWL.annotatedTarget, target))
        if row["mapping_justification"]:
            self.graph.add((node, SSSOM.mapping_justification, _expand(row["mapping_justification"])))
        if row["confidence"]:
            self.graph.add((node, SSSOM.confidence, rdflib.Literal(row["confidence"], datatype=XSD.decimal)))
        self._plain(node, row, SSSOM_COLUMNS)
        self._link(node, MRA.source, "source", row["ext_source"])
        return target

    def _node(self, name: str, of_class: rdflib.URIRef, row: Row, file: str) -> rdflib.URIRef:
        node = rdflib.URIRef(name)
        self.graph.add((node, RDF.type, of_class))
        self.places[name] = Place(file, (), row.line, tuple(row.cells))
        return node

    def _texts(self, node: rdflib.URIRef, predicate: rdflib.URIRef, row: Row, column: str) -> None:
        for language in ("en", "zh"):
            if text := row[f"{column}_{language}"].strip():
                self.graph.add((node, predicate, rdflib.Literal(text, lang=language)))

    def _plain(self, node: rdflib.URIRef, row: Row, columns: tuple[str, ...]) -> None:
        for column in columns:
            if column in COLUMNS and row[column]:
                predicate, datatype = COLUMNS[column]
                self.graph.add((node, predicate, rdflib.Literal(row[column], datatype=datatype)))

    def _link(self, node: rdflib.URIRef, predicate: rdflib.URIRef, kind: str, identifier: str) -> None:
        if identifier:
            self.graph.add((node, predicate, rdflib.URIRef(safe_iri(kind, identifier))))


def _expand(compact: str) -> rdflib.URIRef:
    """A compact IRI of the tables in full; one with another prefix stays what it is, for the shapes to find."""
    prefix, _, local = compact.partition(":")
    return rdflib.URIRef(f"{_PREFIXES[prefix]}{local}" if prefix in _PREFIXES else f"urn:unknown:{quote(compact)}")
