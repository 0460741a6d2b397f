//! Goods lists: the columns of a sheet, whatever their order and language.
