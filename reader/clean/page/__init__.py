"""The cleaner of whole web pages: finds the article in a tree of HTML."""
