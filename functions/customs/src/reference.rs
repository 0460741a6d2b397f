//! Tables of codes that customs uses, by version and validity.
