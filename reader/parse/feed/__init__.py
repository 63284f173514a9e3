"""The feed parsers: RSS, RDF, Atom and JSON Feed, strict and lenient."""
