//! Eight bytes at a time give what one byte at a time gives, wherever a byte stands in its word.

use proptest::prelude::*;
use qwen_edge::words;

/// Bytes next to every border that is looked for, and any others.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => Just(b'a'),
        2 => prop::sample::select(vec![0, 0x0A, 0x0B, 0x0D, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x3B, 0x5B, 0x5C, 0x5D, 0x7B, 0x7D, 0x7F, 0x80, 0x8A, 0xA2, 0xDB, 0xDC, 0xED, 0xFB, 0xFF]),
        1 => any::<u8>(),
    ];
    proptest::collection::vec(byte, 0..40)
}

proptest! {
    #[test]
    fn a_run_ends_where_a_json_string_needs_more_than_bytes(bytes in any_bytes()) {
        let run = bytes.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')).unwrap_or(bytes.len());
        prop_assert_eq!(words::string_run(&bytes), (run, bytes[..run].is_ascii()));
    }

    #[test]
    fn a_line_ends_at_its_first_cr_or_lf(bytes in any_bytes()) {
        prop_assert_eq!(words::line_end(&bytes), bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')));
    }

    #[test]
    fn a_text_has_the_bytes_that_stand_in_it(bytes in any_bytes(), byte in any::<u8>()) {
        prop_assert_eq!(words::has(&bytes, byte), bytes.contains(&byte));
        prop_assert!(bytes.iter().all(|&byte| words::has(&bytes, byte)));
    }

    #[test]
    fn what_follows_a_start_is_what_is_left_without_it(bytes in any_bytes(), at in any::<prop::sample::Index>(), other in any_bytes()) {
        let (start, rest) = bytes.split_at(at.index(bytes.len() + 1));
        prop_assert_eq!(words::after(&bytes, start), Some(rest));
        prop_assert_eq!(words::after(&bytes, &other), bytes.strip_prefix(other.as_slice()));
        for changed in 0..start.len() {
            let mut wrong = start.to_vec();
            wrong[changed] ^= 0x80;
            prop_assert_eq!(words::after(&bytes, &wrong), None);
        }
    }

    #[test]
    fn units_are_those_in_which_javascript_counts(text in "[a-z\u{7F}é我\u{FFFD}😀\u{10FFFF}]{0,30}") {
        prop_assert_eq!(words::utf16_units(text.as_bytes()), text.encode_utf16().count());
    }
}
