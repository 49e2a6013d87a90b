"""The questions as plain SQL over the tables of the product, for the baselines on SQLite."""

CONDITIONS: dict[str | None, str] = {
    None: "TRUE",
    "design": "s.design = :value",
    "country": "s.country = :value",
    "indication": """s.id IN (SELECT i.study_id FROM indication_closure c
        JOIN study_indication i ON i.indication = c.descendant WHERE c.ancestor = :value)""",
    "source_origin": """s.id IN (SELECT a.study_id FROM exosome_source x
        JOIN study_arm a ON a.source = x.slug WHERE x.origin = :value)""",
}
BOTH = f"""{CONDITIONS["indication"].replace(":value", ":indication")}
    AND {CONDITIONS["source_origin"].replace(":value", ":origin")}"""
# What a list shows of a study; lists of values are JSON, as sqlite3 and Datasette hand them out.
SUMMARY = """
    s.accession, s.title, s.year, s.journal, s.country, s.publication_type, s.design, s.n_participants,
    s.follow_up_weeks, s.summary, s.evidence_level, s.completeness_score, s.seen, s.review_status, s.retraction_status,
    s.doi, s.pmid, s.pmcid, s.nct, s.registry_id, s.safety_assessment, s.safety_scope, s.safety_serious,
    (SELECT json_group_array(level) FROM study_level l WHERE l.study_id = s.id) AS levels,
    (SELECT json_group_array(topic) FROM study_topic t WHERE t.study_id = s.id) AS topics,
    (SELECT json_group_array(json_object('slug', n.slug, 'name', n.name, 'category', n.category))
        FROM study_indication i JOIN indication n ON n.slug = i.indication WHERE i.study_id = s.id) AS indications,
    (SELECT json_group_array(json_object('slug', x.slug, 'name', x.name, 'origin', x.origin))
        FROM study_arm a JOIN exosome_source x ON x.slug = a.source WHERE a.study_id = s.id) AS sources
"""
STUDY = f"""
    SELECT {SUMMARY}, s.title_status, s.authors, s.animal_model, s.blinding, s.split_body, s.registry_status, s.phase,
    s.safety_note, s.source_urls, s.retrieved, s.method, s.provenance_note, s.retraction_date, s.retraction_url,
    (SELECT json_group_array(json_object('key', key, 'role', role, 'label', label, 'source', source,
        'comparator_type', comparator_type, 'comparator_name', comparator_name, 'donor_relation', donor_relation,
        'product', product, 'route', route, 'delivery_adjunct', delivery_adjunct, 'dose', dose, 'sessions', sessions,
        'interval_weeks', interval_weeks, 'isolation', isolation, 'n', n))
        FROM (SELECT * FROM study_arm a WHERE a.study_id = s.id ORDER BY position)) AS arms,
    (SELECT json_group_array(json_object('arm', arm, 'measure', measure, 'direction', direction,
        'compared_with', compared_with, 'timepoint_weeks', timepoint_weeks, 'baseline', baseline, 'value', value,
        'change', change, 'unit', unit, 'p_value', p_value, 'locator', locator))
        FROM (SELECT * FROM outcome o WHERE o.study_id = s.id ORDER BY position)) AS outcomes,
    (SELECT json_group_array(json_object('arm', e.arm, 'term', e.term, 'term_name', t.name, 'soc', t.soc,
        'reported_as', reported_as, 'n_affected', n_affected, 'n_at_risk', n_at_risk,
        'percent_affected', percent_affected, 'severity', severity, 'serious', serious, 'relatedness', relatedness,
        'outcome', outcome, 'onset_text', onset_text, 'locator', locator))
        FROM adverse_event e JOIN adverse_event_term t ON t.slug = e.term WHERE e.study_id = s.id) AS adverse_events,
    (SELECT json_group_array(json_object('arm', m.arm, 'pathway', m.pathway, 'pathway_name', p.name,
        'effect', effect, 'cargo', cargo, 'cell_effect', cell_effect, 'locator', locator, 'targets', json(
            (SELECT json_group_array(symbol) FROM mechanism_target g
             WHERE g.study_id = m.study_id AND g.position = m.position))))
        FROM mechanism m LEFT JOIN pathway p ON p.slug = m.pathway WHERE m.study_id = s.id) AS mechanisms,
    (SELECT json_group_array(json_object('type', r.type, 'accession', r.accession, 'title', o.title))
        FROM study_relation r LEFT JOIN study o ON o.accession = r.accession WHERE r.study_id = s.id) AS relations,
    (SELECT json_group_array(json_object('part', part, 'reported', reported))
        FROM study_reporting r WHERE r.study_id = s.id) AS reporting
    FROM study s WHERE s.accession = :accession
"""
PAGE = f"SELECT {SUMMARY} FROM study s WHERE {BOTH} ORDER BY s.year DESC, s.id LIMIT 50"
# Two ranges, because SQLite bounds a comparison of row values by its first column only.
DEEP = f"""
    SELECT {SUMMARY} FROM study s JOIN (
        SELECT id FROM (SELECT id, year FROM study WHERE year = CAST(:year AS INTEGER) AND id > CAST(:id AS INTEGER)
                        ORDER BY id LIMIT 50)
        UNION ALL
        SELECT id FROM (SELECT id, year FROM study WHERE year < CAST(:year AS INTEGER) ORDER BY year DESC, id LIMIT 50)
        LIMIT 50
    ) here ON here.id = s.id ORDER BY s.year DESC, s.id
"""
SEARCH = f"""
    SELECT {SUMMARY}, found.snippet FROM (
        SELECT rowid AS id, rank, snippet(peer_text, -1, '<mark>', '</mark>', '…', 30) AS snippet
        FROM peer_text WHERE peer_text MATCH :words ORDER BY rank LIMIT 20
    ) found JOIN study s ON s.id = found.id ORDER BY found.rank
"""


def first_page(field: str | None) -> str:
    """The first 25 studies that fulfil a condition."""
    return f"SELECT {SUMMARY} FROM study s WHERE {CONDITIONS[field]} ORDER BY s.id LIMIT 25"


def total(field: str | None) -> str:
    """How many studies fulfil a condition."""
    return f"SELECT count(*) AS total FROM study s WHERE {CONDITIONS[field]}"


def facets(field: str | None) -> str:
    """Studies by design and by indication; the condition on a facet's own field is left off."""
    by_design = CONDITIONS[None if field == "design" else field]
    by_indication = CONDITIONS[None if field == "indication" else field]
    return f"""
        SELECT 'design' AS facet, s.design AS value, count(*) AS studies FROM study s WHERE {by_design} GROUP BY 2
        UNION ALL
        SELECT 'indication', i.indication, count(*) FROM study s JOIN study_indication i ON i.study_id = s.id
        WHERE {by_indication} GROUP BY 2
    """


def incidence(field: str | None) -> str:
    """People with an event and people at risk, by term and origin of the vesicles; retracted studies do not count."""
    return f"""
        SELECT e.term, coalesce(x.origin, '') AS source_origin, count(DISTINCT e.study_id) AS studies,
               sum(CASE WHEN e.n_at_risk IS NOT NULL THEN e.n_affected END) AS events,
               sum(CASE WHEN e.n_affected IS NOT NULL THEN e.n_at_risk END) AS at_risk
        FROM adverse_event e JOIN study s ON s.id = e.study_id
        JOIN study_arm a ON a.study_id = e.study_id AND a.key = e.arm
        LEFT JOIN exosome_source x ON x.slug = a.source
        WHERE s.retraction_status IS NOT 'retracted' AND {CONDITIONS[field]} GROUP BY 1, 2
    """
