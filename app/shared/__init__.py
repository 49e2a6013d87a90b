"""What several features share: references, fields of evidence, envelopes."""
