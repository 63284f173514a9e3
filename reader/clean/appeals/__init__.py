"""Requests that are no story: pitches for money or an address, and walls that ask for consent."""
