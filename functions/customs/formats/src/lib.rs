//! Reads and writes the files of declarations for the customs context.
