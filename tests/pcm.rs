//! The sound of an answer: whatever the cuts of its base64, the same samples.

use proptest::prelude::*;
use qwen_edge::chat::pcm::{Pcm, WAV_HEADER, wav_header};
use qwen_edge::error::{Code, Kind};

/// Base64 by the book: groups of three bytes as a number of 24 bits.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, at| number << 8 | usize::from(*group.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let digit = DIGITS[number >> (18 - 6 * at) & 63];
            text.push(if at > group.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

/// What comes of these deltas; after each, whole samples only.
fn decode<'a>(deltas: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let (mut pcm, mut out) = (Pcm::default(), Vec::new());
    for delta in deltas {
        pcm.push(delta, &mut out).ok()?;
        assert_eq!(out.len() % 2, 0, "half a sample was given out");
    }
    pcm.finish(&mut out).ok()?;
    assert_eq!(out.len() % 2, 0, "half a sample was given out");
    Some(out)
}

/// The samples that are due: no header, no half.
fn due(sound: &[u8]) -> &[u8] {
    let wav = sound.len() >= 12 && sound.starts_with(b"RIFF") && &sound[8..12] == b"WAVE";
    let samples = if wav { &sound[sound.len().min(WAV_HEADER)..] } else { sound };
    &samples[..samples.len() / 2 * 2]
}

fn cut<'a>(bytes: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).chain([0, bytes.len()]).collect();
    at.sort_unstable();
    at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

#[test]
fn an_odd_byte_waits_for_the_rest_of_its_sample() {
    let (mut pcm, mut out) = (Pcm::default(), vec![9]);
    pcm.push(b"AQID", &mut out).expect("base64");
    assert_eq!(out, [9, 1, 2], "what was there already is not counted");
    pcm.push(b"BA==", &mut out).expect("base64");
    assert_eq!(out, [9, 1, 2, 3, 4]);
    pcm.push(b"BQ==", &mut out).expect("base64");
    pcm.finish(&mut out).expect("whole");
    assert_eq!(out, [9, 1, 2, 3, 4], "a lone last byte is half a sample");
}

#[test]
fn both_alphabets_white_space_and_missing_padding_are_read() {
    let sound = Some(vec![0xFB, 0xFF, 0xBF, 0xFE]);
    for text in ["+/+//g==", "-_-__g==", "+_-/\r\n /g\t==\n", "+/+//g=", "+/+//g"] {
        assert_eq!(decode([text.as_bytes()]), sound, "{text}");
        assert_eq!(decode(text.as_bytes().chunks(1)), sound, "{text} in bytes");
    }
    assert_eq!(decode([]), Some(vec![]));
}

#[test]
fn what_is_no_base64_is_refused_for_good_and_not_repeated() {
    for text in ["AAA.", "=AAA", "A===", "AAAA=", "AA===", "AAE=\0", "data:;base64,AAAA", "\u{e9}", "AAAAA"] {
        assert_eq!(decode([text.as_bytes()]), None, "{text:?}");
        assert_eq!(decode(text.as_bytes().chunks(1)), None, "{text:?} in bytes");
    }
    let (mut pcm, mut out) = (Pcm::default(), Vec::new());
    let error = pcm.push(b"AQIDBA!secret", &mut out).expect_err("no base64");
    assert_eq!((error.kind, &error.code), (Kind::Decode, &Some(Code::Word("malformed_audio".into()))));
    assert!(!error.message.contains('!') && !error.message.contains("secret"));
    assert_eq!(out, [1, 2, 3, 4], "what came before it");
    assert!(pcm.push(b"AAAA", &mut out).is_err() && pcm.finish(&mut out).is_err());
    assert_eq!(out, [1, 2, 3, 4]);
}

#[test]
fn a_wav_header_is_left_out_and_what_only_begins_like_one_is_sound() {
    let wav = [&wav_header(4)[..], &[1, 2, 3, 4]].concat();
    for (sound, due) in
        [(&wav[..], &[1, 2, 3, 4][..]), (&wav[..30], &[]), (b"RIFF", b"RIFF"), (b"RIFFxxxxWAVX", b"RIFFxxxxWAVX")]
    {
        for size in 1..sound.len() {
            let deltas: Vec<String> = sound.chunks(size).map(base64).collect();
            assert_eq!(
                decode(deltas.iter().map(String::as_bytes)).as_deref(),
                Some(&due[..due.len() / 2 * 2]),
                "{size}"
            );
        }
    }
    let twice = base64(&[&wav[..], &wav].concat());
    assert_eq!(decode([twice.as_bytes()]).map(|sound| sound.len()), Some(4 + 48), "a later one is left alone");
}

#[test]
fn a_header_says_what_the_sound_is() {
    let header = wav_header(48_000);
    let word = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().expect("4 bytes"));
    let half = |at: usize| u16::from_le_bytes(header[at..at + 2].try_into().expect("2 bytes"));
    assert_eq!((&header[..4], &header[8..16], &header[36..40]), (&b"RIFF"[..], &b"WAVEfmt "[..], &b"data"[..]));
    assert_eq!((word(4), word(16), word(40)), (48_036, 16, 48_000), "lengths");
    assert_eq!((half(20), half(22), word(24), word(28), half(32), half(34)), (1, 1, 24_000, 48_000, 2, 16));
    assert_eq!(wav_header(u32::MAX)[4..8], [0xFF; 4]);
}

/// Counted, not timed: a byte of base64 is looked at as often in deltas of one byte as in one of all.
#[cfg(debug_assertions)]
#[test]
fn work_grows_as_the_sound_does() {
    use qwen_edge::work;
    for size in [1 << 12, 1 << 16] {
        let text = base64(&vec![7; size]);
        for read in [1, 3, text.len()] {
            let before = work::counted();
            decode(text.as_bytes().chunks(read)).expect("base64");
            assert_eq!(work::counted() - before, text.len(), "in deltas of {read}");
        }
    }
}

proptest! {
    #[test]
    fn any_sound_in_any_cuts_is_the_same_sound(
        header in any::<bool>(),
        sound in proptest::collection::vec(any::<u8>(), 0..200),
        pieces in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let sound = if header { [&wav_header(0)[..], &sound].concat() } else { sound };
        let own: String = cut(&sound, &pieces).into_iter().map(base64).collect();
        for text in [base64(&sound), own] {
            prop_assert_eq!(decode(cut(text.as_bytes(), &cuts)), Some(due(&sound).to_vec()));
            prop_assert_eq!(decode(text.as_bytes().chunks(1)), Some(due(&sound).to_vec()));
        }
    }

    #[test]
    fn any_bytes_are_sound_or_refused_and_cuts_do_not_matter(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'='), Just(b'A'), Just(b' ')], 0..40),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        prop_assert_eq!(decode(cut(&bytes, &cuts)), decode([bytes.as_slice()]));
    }
}
