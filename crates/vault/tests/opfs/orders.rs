//! Orders to a worker as text, and its answers: `append DEVICE FIRST LAST LENGTH`, `read DEVICE`, `usage` and such.

use std::cell::RefCell;
use std::rc::Rc;

use vault::entry::{Entry, KeptLine};
use vault::error::VaultError;
use vault::limits::Limits;
use vault::opfs::files::Opfs;
use vault::opfs::forget::forget_all;
use vault::opfs::open::open;
use vault::owner::Owner;
use vault::piece::Most;
use vault::vault::Vault;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

type Held = Rc<RefCell<Option<Vault<Opfs>>>>;

pub(crate) fn listen() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let held: Held = Rc::default();
    let answers = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (held, answers) = (Rc::clone(&held), answers.clone());
        let order = event.data().as_string().unwrap_or_default();
        wasm_bindgen_futures::spawn_local(async move {
            let begun = js_sys::Date::now();
            let answer = obey(&held, &order).await.unwrap_or_else(|error| format!("{error:?}"));
            let _ = answers.post_message(&format!("{answer} in {} ms", js_sys::Date::now() - begun).into());
        });
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    let _ = scope.post_message(&"ready".into());
}

async fn obey(held: &Held, order: &str) -> Result<String, VaultError> {
    let words: Vec<&str> = order.split(' ').collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse().ok()).unwrap_or_default();
    match words.first().copied().unwrap_or_default() {
        "open" => {
            let owner = Owner { api_host: "api.example.org", user_id: number(1) };
            let mib = |at: usize| u64::try_from(number(at)).unwrap_or_default() * 1024 * 1024;
            let limits = if words.len() > 3 { Limits::new(mib(2), mib(3)) } else { Limits::default() };
            let opened = open(owner, limits).await?;
            *held.borrow_mut() = Some(opened);
            return Ok("opened".to_owned());
        }
        "close" => {
            held.borrow_mut().take();
            return Ok("closed".to_owned());
        }
        "wait" => {
            while held.borrow().as_ref().is_some_and(|vault| vault.store().opening() > 0) {
                gloo_timers::future::TimeoutFuture::new(5).await;
            }
            return Ok("all is open".to_owned());
        }
        "forget-all" => return forget_all().await.map(|()| "forgotten".to_owned()),
        _ => {}
    }
    let mut held = held.borrow_mut();
    let Some(vault) = held.as_mut() else { return Ok("nothing is open".to_owned()) };
    let device = words.get(1).copied().unwrap_or_default();
    match words.first().copied().unwrap_or_default() {
        "append" => {
            let numbers = number(2).cast_unsigned()..=number(3).cast_unsigned();
            let length = usize::try_from(number(4)).unwrap_or_default();
            let lines: Vec<KeptLine> = numbers.map(|number| line(number, length)).collect();
            Ok(vault.device(device)?.append(&lines)?.to_string())
        }
        "devices" => {
            for device in 0..number(1) {
                vault.device(&format!("device{device}"))?.append(&[line(1, 20)])?;
            }
            Ok(vault.devices().count().to_string())
        }
        "read" => read(vault, device),
        "last" => {
            let piece = vault.device(device)?.read_back(u64::MAX, Most::default())?;
            Ok(format!("{} entries", piece.entries.len()))
        }
        "usage" => {
            let usage = vault.usage()?;
            Ok(format!("{} devices, {} lines, {} bytes", usage.devices, usage.lines, usage.bytes))
        }
        "flush" => vault.flush().map(|()| "flushed".to_owned()),
        "forget" => vault.forget(device).map(|()| "forgotten".to_owned()),
        other => Ok(format!("there is no order {other}")),
    }
}

/// `1..9`, with each gap between: `1..3 (2) 6..9`. Lines that are not as they were written are told.
fn read(vault: &mut Vault<Opfs>, device: &str) -> Result<String, VaultError> {
    let mut kept = vault.device(device)?;
    let (mut runs, mut from): (Vec<String>, u64) = (Vec::new(), 0);
    let mut run: Option<(u64, u64)> = None;
    loop {
        let piece = kept.read(from, Most::default())?;
        for entry in piece.entries {
            match entry {
                Entry::Line(found) => {
                    let number = found.sequence.unwrap_or_default();
                    if found != line(number, found.message.len() - number.to_string().len() - 1) {
                        runs.push(format!("wrong {number}"));
                    }
                    run = Some(run.map_or((number, number), |(first, _)| (first, number)));
                }
                Entry::Gap { missed, .. } => {
                    runs.extend(run.take().map(|(first, last)| format!("{first}..{last}")));
                    runs.push(missed.map_or("(?)".to_owned(), |missed| format!("({missed})")));
                }
                Entry::Restart { .. } => runs.push("anew".to_owned()),
            }
        }
        from = piece.next;
        if piece.is_last {
            runs.extend(run.map(|(first, last)| format!("{first}..{last}")));
            return Ok(if runs.is_empty() { "nothing".to_owned() } else { runs.join(" ") });
        }
    }
}

fn line(number: u64, length: usize) -> KeptLine {
    KeptLine {
        sequence: Some(number),
        created_at: 1_790_000_000_000 + number.cast_signed(),
        timestamp: 1_790_000_000_000,
        service: "web".into(),
        stderr: number.is_multiple_of(7),
        system: false,
        message: format!("{number}:{}", "é".repeat(length / 2)),
    }
}
