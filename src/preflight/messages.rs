//! What the rules must know of the messages, found in one walk over them: each is looked at once, however long the history.

use super::field::{Field, Shape};
use super::models::{DOCUMENTS, Model, OMNI};

/// Where something is wrong: the number of the message, from 0.
pub type Place = Option<usize>;

/// The messages of a request.
#[allow(clippy::struct_excessive_bools)] // each is a finding of its own
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    /// How many there are; none where they are no list, so that nothing can be said of them.
    pub count: Option<usize>,
    /// Whether one is the user's.
    pub has_user: bool,
    /// How many are system messages.
    pub systems: usize,
    /// The first whose role the service does not know.
    pub strange_role: Place,
    /// Whether all of those are `developer`, which is what `openai` calls system messages.
    pub are_developers: bool,
    /// The first without content.
    pub empty: Place,
    /// The first whose content is neither text nor a list.
    pub odd: Place,
    /// The first `tool` message that answers to no call.
    pub orphan: Place,
    /// Whether one, of the system's or the user's, has the word json.
    pub say_json: bool,
    /// Whether the model is to go on from the last one.
    pub is_partial: bool,
    /// Whether an assistant's holds its reasoning.
    pub hold_reasoning: bool,
    /// Whether an assistant's holds what it said aloud.
    pub hold_sound: bool,
    /// The ids of documents.
    pub file_ids: usize,
    /// The first with a data URL that is too long, and its length.
    pub data_url: Option<(usize, usize)>,
    /// The first with a video of too few or too many frames, and their number.
    pub frames: Option<(usize, usize)>,
    /// The first of the user's with two modalities besides text.
    pub mixed: Place,
}

/// Longest data URL, in characters (reference 18).
const DATA_URL: usize = 10_485_760;

/// The roles of reference 2.2, by what their messages are to the rules.
const ROLES: [&str; 5] = ["system", "user", "assistant", "tool", "function"];

impl Messages {
    /// Looks at all messages of a request. Texts are searched for the word json only where `wants_json`.
    pub fn read<J: Field>(request: &J, model: Model, wants_json: bool) -> Self {
        let mut all = Self { are_developers: true, ..Self::default() };
        let Some(list) = request.get("messages") else {
            return Self { count: Some(0), ..all };
        };
        if list.shape() != Shape::List {
            return all;
        }
        let mut is_called = false;
        let mut count = 0;
        for message in list.items() {
            let role = message.get("role").and_then(|role| role.name()).unwrap_or_default();
            all.see_role(&role, count);
            all.is_partial = role == "assistant" && message.flag("partial") == Some(true);
            is_called = all.see_calls(&message, &role, is_called, count);
            if let Some(content) = message.get("content") {
                all.see_content(&content, &role, count, model, wants_json);
            }
            count += 1;
        }
        all.count = Some(count);
        all
    }

    fn see_role(&mut self, role: &str, place: usize) {
        self.has_user |= role == "user";
        self.systems += usize::from(role == "system");
        if !ROLES.contains(&role) {
            self.strange_role.get_or_insert(place);
            self.are_developers &= role == "developer";
        }
    }

    /// Looks at what calls tools, or answers to a call; whether a tool's message may follow.
    fn see_calls<J: Field>(&mut self, message: &J, role: &str, is_called: bool, place: usize) -> bool {
        let calls = role == "assistant" && (message.lists("tool_calls") || message.get("function_call").is_some());
        let sound = if role == "assistant" { message.get("audio") } else { None };
        let is_empty = |text: Option<J>| text.is_none_or(|text| text.shape() == Shape::Text(0));
        // Where nothing was written, what was said is sent in its place.
        let is_mute = sound.as_ref().is_none_or(|sound| is_empty(sound.get("transcript")));
        if is_empty(message.get("content")) && is_mute && !calls {
            self.empty.get_or_insert(place);
        }
        if role == "tool" && !is_called {
            self.orphan.get_or_insert(place);
        }
        self.hold_sound |= sound.is_some();
        self.hold_reasoning |= role == "assistant" && message.get("reasoning_content").is_some();
        calls || is_called && role == "tool"
    }

    fn see_content<J: Field>(&mut self, content: &J, role: &str, place: usize, model: Model, wants_json: bool) {
        let may_say = wants_json && !self.say_json && matches!(role, "system" | "user");
        match content.shape() {
            Shape::Text(_) => {
                self.say_json |= may_say && content.says_json();
                if role == "system" && model.is(DOCUMENTS) && content.begins("fileid://") {
                    self.file_ids += content.count("fileid://");
                }
            }
            Shape::List => {
                let mut modality = 0;
                for part in content.items() {
                    self.say_json |= may_say && part.get("text").is_some_and(|text| text.says_json());
                    modality |= self.see_media(&part, place, model);
                }
                if modality & (modality - 1) != 0 && model.is(OMNI) {
                    self.mixed.get_or_insert(place);
                }
            }
            _ => _ = self.odd.get_or_insert(place),
        }
    }

    /// Looks at a part; a bit that stands for its modality, 0 for text.
    fn see_media<J: Field>(&mut self, part: &J, place: usize, model: Model) -> i32 {
        if let Some(image) = part.get("image_url") {
            self.see_url(image.get("url"), place);
            return 1;
        }
        if let Some(video) = part.get("video_url") {
            self.see_url(video.get("url"), place);
            return 2;
        }
        if let Some(video) = part.get("video") {
            let frames = video.items();
            let count = frames.len();
            for frame in frames {
                self.see_url(Some(frame), place);
            }
            let (fewest, most) = (usize::from(model.frames.0), usize::from(model.frames.1));
            if video.shape() == Shape::List && !(fewest..=most).contains(&count) {
                self.frames.get_or_insert((place, count));
            }
            return 2;
        }
        if part.get("input_audio").is_some() { 4 } else { 0 }
    }

    fn see_url<J: Field>(&mut self, url: Option<J>, place: usize) {
        if let Some(url) = url
            && let Shape::Text(length) = url.shape()
            && length > DATA_URL
            && url.begins("data:")
        {
            self.data_url.get_or_insert((place, length));
        }
    }
}
