//! Kontur.Declarant: the vendor through whom declarations are filed.
