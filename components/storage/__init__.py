"""Where data rests."""
