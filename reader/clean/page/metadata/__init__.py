"""What a web page says about its story: headline, authors, dates, outlet."""
