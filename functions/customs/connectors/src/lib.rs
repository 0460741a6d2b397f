//! Speaks to Kontur.Declarant for the customs context.
