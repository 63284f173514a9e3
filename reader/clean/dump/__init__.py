"""The cleaner of dumps, which are the bare text of scraped pages: classifies lines."""
