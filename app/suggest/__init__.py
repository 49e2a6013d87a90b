"""Type-ahead over vocabularies and studies."""
