"""Pictures of what synthesis says: Vega-Lite specifications, drawn on the server."""
