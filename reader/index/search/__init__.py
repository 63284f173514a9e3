"""How a query is evaluated and ranked."""
