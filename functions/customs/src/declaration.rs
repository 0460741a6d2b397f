//! The declaration: goods declared to customs.
