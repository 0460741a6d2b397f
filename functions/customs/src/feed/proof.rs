//! The whole way.
