//! A zip archive with one executable file in it. The same bytes give the same archive, so
//! that what did not change is not deployed again.

use std::io::{self, Write as _};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

const NAME: &[u8] = b"bootstrap";
/// Version 2.0 of the format, made on Unix.
const MADE_BY: u16 = 3 << 8 | 20;
const NEEDS: u16 = 20;
const DEFLATE: u16 = 8;
/// 1 January 1980, the first day that the format knows.
const DATE: u16 = 0x0021;
/// A regular file that everybody may read and execute.
const MODE: u32 = 0o100_755;

/// The archive of a Lambda main.
pub fn of_bootstrap(binary: &[u8]) -> io::Result<Vec<u8>> {
    let mut crc = Crc::new();
    crc.update(binary);
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(binary)?;
    let data = encoder.finish()?;
    let sizes = [crc.sum(), length(data.len())?, length(binary.len())?];

    let mut archive = Vec::with_capacity(data.len() + 256);
    archive.write_all(b"PK\x03\x04")?;
    common(&mut archive, sizes)?;
    archive.write_all(NAME)?;
    archive.write_all(&data)?;

    let directory = length(archive.len())?;
    archive.write_all(b"PK\x01\x02")?;
    archive.write_all(&MADE_BY.to_le_bytes())?;
    common(&mut archive, sizes)?;
    // No comment, on the first disk, no internal attributes.
    archive.write_all(&[0; 6])?;
    archive.write_all(&(MODE << 16).to_le_bytes())?;
    archive.write_all(&0_u32.to_le_bytes())?;
    archive.write_all(NAME)?;
    let directory_bytes = length(archive.len())?.saturating_sub(directory);

    archive.write_all(b"PK\x05\x06\0\0\0\0\x01\0\x01\0")?;
    archive.write_all(&directory_bytes.to_le_bytes())?;
    archive.write_all(&directory.to_le_bytes())?;
    archive.write_all(&[0; 2])?;
    Ok(archive)
}

/// What stands in a file's header and again in the directory.
fn common(archive: &mut Vec<u8>, sizes: [u32; 3]) -> io::Result<()> {
    for part in [NEEDS, 0, DEFLATE, 0, DATE] {
        archive.write_all(&part.to_le_bytes())?;
    }
    for part in sizes {
        archive.write_all(&part.to_le_bytes())?;
    }
    let name = u16::try_from(NAME.len()).map_err(io::Error::other)?;
    archive.write_all(&name.to_le_bytes())?;
    archive.write_all(&[0; 2])
}

fn length(bytes: usize) -> io::Result<u32> {
    u32::try_from(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_give_the_same_archive_and_its_parts_are_where_it_says() {
        let archive = of_bootstrap(b"\x7fELF and so on").unwrap();
        assert_eq!(archive, of_bootstrap(b"\x7fELF and so on").unwrap());
        let end = archive.len() - 22;
        assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
        let directory = u32::from_le_bytes(archive[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(&archive[directory..directory + 4], b"PK\x01\x02");
        assert_eq!(&archive[directory + 46..end], NAME);
    }
}
