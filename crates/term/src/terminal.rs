//! One terminal on the page: its life from `open` to `dispose`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{ClipboardEvent, Event, HtmlElement, KeyboardEvent};
use xterm_js_rs::TerminalOptions;
use xterm_js_rs::addons::fit::FitAddon;

use crate::binding::{self, Screen, set};
use crate::observer::{AttributeWatch, Listening, SizeWatch};
use crate::{paste, theme};

/// Why there is no terminal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Its script or style sheet did not arrive.
    #[error("The terminal could not be loaded. Check the connection and try again.")]
    Load,
    /// The browser lacks something, or the element is not on the page.
    #[error("The terminal could not be shown in this browser: {0}")]
    Open(String),
}

/// How a terminal is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Lines kept above the screen.
    pub scrollback: u32,
    /// Size of the text in px (components.md §23).
    pub font_size: f64,
    /// Row height as a multiple of the font's own.
    pub line_height: f64,
}

impl Default for Options {
    /// 12.5 px in rows of 18 px, five thousand lines.
    fn default() -> Self {
        Self { scrollback: 5000, font_size: 12.5, line_height: 1.06 }
    }
}

/// Columns and rows of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// A handle to a terminal on the page; clones are the same terminal. It lives until [`Terminal::dispose`].
///
/// What runs behind it is never trusted: links do nothing, the clipboard and window reports are off, and pasted text is cleaned.
#[derive(Debug, Clone)]
pub struct Terminal {
    inner: Rc<Inner>,
}

struct Inner {
    screen: Screen,
    fit: FitAddon,
    disposed: Cell<bool>,
    /// What must live and end with the terminal.
    heard: RefCell<Vec<JsValue>>,
    watches: RefCell<Vec<Watch>>,
}

#[derive(Debug)]
#[expect(dead_code, reason = "held for what its drop ends")]
enum Watch {
    Size(SizeWatch),
    Theme(AttributeWatch),
    Event(Listening),
}

impl Terminal {
    /// Loads xterm.js if this is the first terminal, and opens one in `element`, which gives it its size.
    ///
    /// # Errors
    /// [`TermError::Load`] may be tried again; [`TermError::Open`] will not get better.
    pub async fn open(element: &HtmlElement, options: &Options) -> Result<Self, TermError> {
        let window = web_sys::window().ok_or_else(|| TermError::Open("no window".to_owned()))?;
        let family = theme::font_family(&window);
        binding::load(&format!("{}px {family}", options.font_size)).await.map_err(|_| TermError::Load)?;
        let settings = settings(options, &family, &theme::read(&window));
        let screen: Screen = xterm_js_rs::Terminal::new(&settings).unchecked_into();
        let fit = FitAddon::new();
        let addon: &JsValue = fit.as_ref();
        screen.load_addon(addon.clone().unchecked_into());
        binding::open(&screen, element).map_err(|error| {
            screen.dispose();
            TermError::Open(error.as_string().unwrap_or_else(|| "it refused to open".to_owned()))
        })?;
        let inner =
            Inner { screen, fit, disposed: Cell::new(false), heard: RefCell::default(), watches: RefCell::default() };
        let terminal = Self { inner: Rc::new(inner) };
        terminal.watch(element, &window).map_err(|error| TermError::Open(format!("{error:?}")))?;
        terminal.fit();
        Ok(terminal)
    }

    /// Writes output; `on_parsed` runs when xterm has taken it in, which is when it may be acknowledged.
    pub fn write(&self, bytes: &[u8], on_parsed: impl FnOnce() + 'static) {
        if !self.inner.disposed.get() {
            self.inner.screen.write_bytes(&Uint8Array::from(bytes), &Closure::once_into_js(on_parsed));
        }
    }

    /// Hears what is typed or pasted, as text to be sent as UTF-8. Also the answers xterm gives to queries in the output.
    pub fn on_data(&self, heard: impl FnMut(String) + 'static) {
        let heard = Closure::<dyn FnMut(String)>::new(heard).into_js_value();
        self.inner.screen.hear_data(heard.unchecked_ref());
        self.keep(heard);
    }

    /// Hears input that is not text (some mouse reports): each character is one byte.
    pub fn on_binary(&self, mut heard: impl FnMut(Vec<u8>) + 'static) {
        let heard = Closure::<dyn FnMut(String)>::new(move |data: String| {
            heard(data.chars().filter_map(|it| u8::try_from(u32::from(it)).ok()).collect());
        });
        let heard = heard.into_js_value();
        self.inner.screen.hear_binary(heard.unchecked_ref());
        self.keep(heard);
    }

    /// Hears every new size of the screen.
    pub fn on_resize(&self, mut heard: impl FnMut(Size) + 'static) {
        let this = Rc::downgrade(&self.inner);
        let heard = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            if let Some(inner) = this.upgrade() {
                heard(inner.size());
            }
        });
        let heard = heard.into_js_value();
        self.inner.screen.hear_resize(heard.unchecked_ref());
        self.keep(heard);
    }

    /// Decides on every key press before the terminal does: `false` keeps it from the device.
    /// A press reads like `Escape`, `Control+c` or `Control+Shift+C`: modifiers, then the DOM's `KeyboardEvent.key`.
    pub fn filter_keys(&self, mut passes: impl FnMut(&str) -> bool + 'static) {
        let decides = Closure::<dyn FnMut(KeyboardEvent) -> bool>::new(move |event: KeyboardEvent| {
            event.type_() != "keydown" || passes(&chord(&event))
        });
        let decides = decides.into_js_value();
        self.inner.screen.filter_keys(decides.unchecked_ref());
        self.keep(decides);
    }

    /// Hears every paste instead of letting it through; [`Terminal::paste`] lets it.
    ///
    /// # Errors
    /// [`TermError::Open`] when the terminal is no longer on the page.
    pub fn on_paste(&self, mut heard: impl FnMut(String) + 'static) -> Result<(), TermError> {
        let target = self.inner.screen.get_element();
        let listening = Listening::new(target.into(), "paste", move |event: Event| {
            event.prevent_default();
            event.stop_propagation();
            let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            if let Some(text) = data.and_then(|data| data.get_data("text/plain").ok()) {
                heard(text);
            }
        });
        let listening = listening.map_err(|error| TermError::Open(format!("{error:?}")))?;
        self.inner.watches.borrow_mut().push(Watch::Event(listening));
        Ok(())
    }

    /// Sends `text` as a paste (bracketed if the shell asked for that), without control characters.
    pub fn paste(&self, text: &str) {
        self.inner.screen.paste(&paste::cleaned(text));
    }

    /// Sends keys as if they were typed: the key row of narrow screens.
    pub fn type_keys(&self, keys: &str) {
        let input = js_sys::Reflect::get(&self.inner.screen, &"input".into()).ok().and_then(|it| it.dyn_into().ok());
        if let Some(input) = input as Option<Function> {
            // `Terminal.input` throws only on a disposed terminal, which has nobody to type to.
            let _ = input.call2(&self.inner.screen, &keys.into(), &true.into());
        }
    }

    /// What is marked, if anything.
    pub fn selection(&self) -> Option<String> {
        Some(self.inner.screen.get_selection()).filter(|text| !text.is_empty())
    }

    /// Takes the size of the element.
    pub fn fit(&self) {
        self.inner.fit();
    }

    pub fn size(&self) -> Size {
        self.inner.size()
    }

    pub fn focus(&self) {
        self.inner.screen.focus();
    }

    pub fn blur(&self) {
        self.inner.screen.blur();
    }

    /// Lets keys and xterm's own answers through, or not. Off while the link is lost and while old output is replayed.
    pub fn set_input(&self, on: bool) {
        set(&self.inner.screen.options(), "disableStdin", !on);
    }

    /// Reads the page's tokens again. Done by itself when `data-theme` changes.
    pub fn set_theme(&self) {
        self.inner.set_theme();
    }

    /// Empties screen and scrollback, for another shell in the same place.
    pub fn reset(&self) {
        self.inner.screen.reset();
    }

    /// Takes the terminal off the page. Later calls on any clone do nothing that can be seen.
    pub fn dispose(&self) {
        if !self.inner.disposed.replace(true) {
            self.inner.watches.borrow_mut().clear();
            self.inner.screen.dispose();
            self.inner.heard.borrow_mut().clear();
        }
    }

    fn keep(&self, closure: JsValue) {
        self.inner.heard.borrow_mut().push(closure);
    }

    fn watch(&self, element: &HtmlElement, window: &web_sys::Window) -> Result<(), JsValue> {
        let this = Rc::downgrade(&self.inner);
        let size = SizeWatch::new(element, move || {
            if let Some(inner) = this.upgrade() {
                inner.fit();
            }
        })?;
        self.inner.watches.borrow_mut().push(Watch::Size(size));
        if let Some(root) = window.document().and_then(|document| document.document_element()) {
            let this = Rc::downgrade(&self.inner);
            let themed = AttributeWatch::new(&root, "data-theme", move || {
                if let Some(inner) = this.upgrade() {
                    inner.set_theme();
                }
            })?;
            self.inner.watches.borrow_mut().push(Watch::Theme(themed));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Terminal").field("disposed", &self.disposed).finish_non_exhaustive()
    }
}

impl Inner {
    fn fit(&self) {
        if !self.disposed.get() {
            self.fit.fit();
        }
    }

    fn size(&self) -> Size {
        let side = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
        Size { columns: side(self.screen.get_cols()), rows: side(self.screen.get_rows()) }
    }

    fn set_theme(&self) {
        if let Some(window) = web_sys::window().filter(|_| !self.disposed.get()) {
            set(&self.screen.options(), "theme", theme::read(&window));
        }
    }
}

fn chord(event: &KeyboardEvent) -> String {
    let modifiers = [
        (event.ctrl_key(), "Control+"),
        (event.alt_key(), "Alt+"),
        (event.meta_key(), "Meta+"),
        (event.shift_key(), "Shift+"),
    ];
    let held: String = modifiers.iter().filter(|it| it.0).map(|it| it.1).collect();
    held + &event.key()
}

fn settings(options: &Options, family: &str, theme: &Object) -> TerminalOptions {
    let settings = TerminalOptions::new();
    settings.set_screen_reader_mode(true);
    settings.set_scrollback(options.scrollback);
    settings.set_font_family(family);
    settings.set_cursor_blink(false);
    let object: &Object = settings.unchecked_ref();
    set(object, "theme", theme.clone());
    // The setters of xterm-js-rs know whole numbers only.
    set(object, "fontSize", options.font_size);
    set(object, "lineHeight", options.line_height);
    set(object, "minimumContrastRatio", 4.5);
    set(object, "cursorInactiveStyle", "outline");
    // Link text comes from the device: shown, never followed.
    let links = Object::new();
    set(&links, "activate", Closure::<dyn FnMut()>::new(|| {}).into_js_value());
    set(object, "linkHandler", links);
    settings
}
