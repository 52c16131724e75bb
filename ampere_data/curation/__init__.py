"""What the schemas of this house declare beyond the standard: canonical form, dates, lists, links, spans."""
