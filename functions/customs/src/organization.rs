//! Organizations: counterparties as customs knows them.
