"""The harder questions as SQL functions, which both peers on PostgreSQL serve."""

from benchmarks.harness.questions import FILTERS

CONDITIONS: dict[str | None, str] = {
    None: "wanted IS NULL",
    "design": "s.design = wanted",
    "country": "s.country = wanted",
    "indication": """s.id IN (SELECT i.study_id FROM indication_closure c
        JOIN study_indication i ON i.indication = c.descendant WHERE c.ancestor = wanted)""",
    "source_origin": """s.id IN (SELECT a.study_id FROM exosome_source x
        JOIN study_arm a ON a.source = x.slug WHERE x.origin = wanted)""",
}


def _function(name: str, arguments: str, result: str, body: str) -> str:
    # Plain SQL and STABLE, so that the caller's limit and order reach into it.
    return f"CREATE FUNCTION {name}({arguments}) RETURNS {result} LANGUAGE sql STABLE AS $$ {body} $$;"


def functions() -> list[str]:
    """Give the statements that make the functions."""
    made = [
        _function("peer_page", "indication text, origin text", "SETOF study", _page()),
        _function("peer_deep", "y int, i int", "SETOF study", DEEP),
        _function("peer_search", "asked text", "SETOF study", SEARCH),
    ]
    for field in (None, *FILTERS):
        suffix = field or "all"
        made += [
            _function(f"peer_by_{suffix}", "wanted text", "SETOF study", _filtered(field)),
            _function(
                f"peer_facets_{suffix}", "wanted text", "TABLE (facet text, value text, studies int)", _facets(field)
            ),
            _function(f"peer_incidence_{suffix}", "wanted text", INCIDENCE_ROW, _incidence(field)),
        ]
    return made


DEEP = """
    SELECT * FROM ((SELECT * FROM study WHERE year = y AND id > i ORDER BY id LIMIT 50)
    UNION ALL (SELECT * FROM study WHERE year < y ORDER BY year DESC NULLS LAST, id LIMIT 50)) s
    ORDER BY year DESC NULLS LAST, id LIMIT 50
"""
# The summary comes with the words marked, so that a row is still a study and its children can be asked for.
SEARCH = """
    SELECT marked.* FROM (
        SELECT study_id, query, ts_rank(words, query) AS rank
        FROM peer_text, plainto_tsquery('simple', asked) query WHERE words @@ query ORDER BY 3 DESC, 1 LIMIT 20
    ) found JOIN study s ON s.id = found.study_id, LATERAL jsonb_populate_record(s, jsonb_build_object(
        'summary', ts_headline('simple', s.summary, found.query, 'StartSel=<mark>, StopSel=</mark>')
    )) marked ORDER BY found.rank DESC, s.id
"""
INCIDENCE_ROW = "TABLE (term text, source_origin text, studies int, events int, at_risk int)"


def _page() -> str:
    indication = CONDITIONS["indication"].replace("wanted", "peer_page.indication")
    origin = CONDITIONS["source_origin"].replace("wanted", "peer_page.origin")
    return f"SELECT s.* FROM study s WHERE {indication} AND {origin} ORDER BY s.year DESC NULLS LAST, s.id"


def _filtered(field: str | None) -> str:
    return f"SELECT s.* FROM study s WHERE {CONDITIONS[field]} ORDER BY s.id"


def _facets(field: str | None) -> str:
    by_design = "TRUE" if field in (None, "design") else CONDITIONS[field]
    by_indication = "TRUE" if field in (None, "indication") else CONDITIONS[field]
    return f"""
        SELECT 'design', s.design::text, count(*)::int FROM study s WHERE {by_design} GROUP BY 2
        UNION ALL
        SELECT 'indication', i.indication::text, count(*)::int
        FROM study s JOIN study_indication i ON i.study_id = s.id WHERE {by_indication} GROUP BY 2
    """


def _incidence(field: str | None) -> str:
    return f"""
        SELECT e.term::text, coalesce(x.origin, '')::text, count(DISTINCT e.study_id)::int,
               sum(e.n_affected) FILTER (WHERE e.n_at_risk IS NOT NULL)::int,
               sum(e.n_at_risk) FILTER (WHERE e.n_affected IS NOT NULL)::int
        FROM adverse_event e JOIN study s ON s.id = e.study_id
        JOIN study_arm a ON a.study_id = e.study_id AND a.key = e.arm
        LEFT JOIN exosome_source x ON x.slug = a.source
        WHERE s.retraction_status IS DISTINCT FROM 'retracted' AND {CONDITIONS[field] if field else "TRUE"}
        GROUP BY 1, 2
    """
