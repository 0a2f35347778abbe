"""What the API's description says beside what the code says: `about` it as a whole, and by call (`hook`)."""
