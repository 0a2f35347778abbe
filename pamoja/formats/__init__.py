"""How numbers and dates are written where Django does not know."""
