"""What all cleaners share: text with spans, sanitizing, credits, appeals, language."""
