//! Certificates, their log, and checking both.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use jiff::SignedDuration;
use madang_context::{Clock as _, SystemClock};
use madang_vetting::{
    certificate::{self, Accepted, Certificate, NotVerified},
    jail::Level,
    key::{PublicKey, Signed, SigningKey},
    log::{Event, Log, Standing},
    show,
    vetted::Vetted,
};

use super::args::{CertificateAction, VerifyArgs, VetArgs};

/// The file is not the one that was vetted, or the certificate does not hold.
const NOT_VERIFIED: u8 = 40;

/// Issues a certificate and adds it to the log. The log comes first: what is not in it must not be handed out.
pub(super) fn issue(args: &VetArgs, vetted: &Vetted, path: &Path) -> anyhow::Result<()> {
    let key = signing_key(args.signing_key.as_deref().context("--signing-key is missing")?)?;
    let (by, reason) =
        (args.accepted_by.clone().unwrap_or_default(), args.reason.clone().unwrap_or_default());
    let accepted = args
        .accept
        .iter()
        .map(|finding| Accepted { finding: finding.clone(), by: by.clone(), reason: reason.clone() })
        .collect();
    let now = SystemClock.now();
    let expires = now.checked_add(SignedDuration::from_hours(24 * i64::from(args.valid_days)))?;
    let certificate = Certificate::of(vetted, accepted, now, expires)?;
    let signed = Signed::new(&certificate, &key);
    if let Some(log) = &args.log {
        add(log, &key, &signed, &certificate, Event::Issued)?;
    }
    super::write(path, &format!("{}\n", serde_json::to_string_pretty(&signed)?))?;
    eprintln!("certificate {} by key {}", path.display(), key.public().fingerprint());
    Ok(())
}

/// Adds an entry to a log that holds together, and signs its head anew.
fn add(
    path: &Path,
    key: &SigningKey,
    signed: &Signed,
    certificate: &Certificate,
    event: Event,
) -> anyhow::Result<()> {
    let mut file = File::options().create(true).read(true).append(true).open(path)?;
    file.lock().context("the log cannot be locked")?;
    let mut log = read_log(path, Some(&key.public()))?;
    let line = log.add(signed.payload_sha256(), certificate.sha256.clone(), event, SystemClock.now());
    file.write_all(line.as_bytes())?;
    file.sync_all()?;
    let head = serde_json::to_string_pretty(&log.sign(key, SystemClock.now()))?;
    // The head is replaced in one step; a head that is behind its log is still true of it.
    let new = head_path(path).with_extension("new");
    super::write(&new, &format!("{head}\n"))?;
    fs::rename(&new, head_path(path))?;
    Ok(())
}

fn head_path(log: &Path) -> PathBuf {
    let mut path = log.as_os_str().to_owned();
    path.push(".head");
    path.into()
}

/// Reads a log and holds it against its signed head. Only an empty log may have none.
fn read_log(path: &Path, key: Option<&PublicKey>) -> anyhow::Result<Log> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let log = Log::read(&text)?;
    if !log.entries().is_empty() {
        log.grew_from(&read_signed(&head_path(path))?, key)?;
    }
    Ok(log)
}

fn read_signed(path: &Path) -> anyhow::Result<Signed> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is nothing signed", path.display()))
}

fn signing_key(path: &Path) -> anyhow::Result<SigningKey> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    SigningKey::from_pem(&text).with_context(|| path.display().to_string())
}

fn public_key(path: &Path) -> anyhow::Result<PublicKey> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    PublicKey::from_pem(&text).with_context(|| path.display().to_string())
}

/// `madang verify`.
pub(crate) fn verify(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let key = args.key.as_deref().map(public_key).transpose()?;
    let signed = read_signed(&args.certificate)?;
    let mut file = File::open(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let (certificate, signer) = match certificate::verify(&mut file, &signed, key.as_ref(), SystemClock.now())
    {
        Ok(verified) => verified,
        Err(NotVerified::File(error)) => return Err(error.into()),
        Err(error) => {
            println!("NOT VERIFIED  {error}");
            return Ok(ExitCode::from(NOT_VERIFIED));
        }
    };
    if let Some(path) = &args.log {
        let standing = match read_log(path, Some(&signer)) {
            Ok(log) => log.standing(&signed.payload_sha256()),
            Err(error) => {
                println!("NOT VERIFIED  {error:#}");
                return Ok(ExitCode::from(NOT_VERIFIED));
            }
        };
        let words = match standing {
            Standing::Issued => None,
            Standing::Revoked { reason } => {
                Some(format!("the certificate was revoked: {}", show::safe(&reason)))
            }
            Standing::Unknown => Some("the log does not know this certificate".into()),
        };
        if let Some(words) = words {
            println!("NOT VERIFIED  {words}");
            return Ok(ExitCode::from(NOT_VERIFIED));
        }
    }
    tell(&certificate, &signer, key.is_some());
    Ok(ExitCode::SUCCESS)
}

fn tell(certificate: &Certificate, signer: &PublicKey, known: bool) {
    println!("VERIFIED  exactly these bytes were vetted: {}", show::verdict_words(certificate.verdict));
    println!("product    {} {}", show::safe(&certificate.product), show::safe(&certificate.version));
    println!("sha256     {}", certificate.sha256);
    println!("holds      {} to {}", certificate.issued, certificate.expires);
    println!("engine     {}, rules {:.16}", certificate.engine, certificate.rules_hash);
    println!("sandbox    {}", certificate.sandbox.words());
    for one in &certificate.accepted {
        let (by, reason) = (show::safe(&one.by), show::safe(&one.reason));
        println!("accepted   {} by {by}: {reason}", show::safe(&one.finding));
    }
    println!("key        {}", signer.fingerprint());
    if !known {
        println!(
            "No --key was given: compare this fingerprint with the one that the conference has published."
        );
    }
    if certificate.sandbox.level != Level::Full {
        println!("The reader was not fully held back when this was vetted.");
    }
    println!("It does not say that the software is safe, and nothing of what it fetches later.");
}

/// `madang certificate`.
pub(crate) fn certificate(action: CertificateAction) -> anyhow::Result<ExitCode> {
    match action {
        CertificateAction::NewKey { file } => new_key(&file)?,
        CertificateAction::Revoke { certificate, log, signing_key: key, reason } => {
            let key = signing_key(&key)?;
            let signed = read_signed(&certificate)?;
            let (certificate, _) = signed.open::<Certificate>(Some(&key.public()))?;
            let known = read_log(&log, Some(&key.public()))?.standing(&signed.payload_sha256());
            anyhow::ensure!(
                known == Standing::Issued,
                "the log does not have it as a certificate that holds"
            );
            add(&log, &key, &signed, &certificate, Event::Revoked { reason })?;
            println!("revoked {}", signed.payload_sha256());
        }
        CertificateAction::Log { log, key } => {
            let key = key.as_deref().map(public_key).transpose()?;
            match read_log(&log, key.as_ref()) {
                Ok(log) => println!("The log holds together: {} entries.", log.entries().len()),
                Err(error) => {
                    println!("NOT VERIFIED  {error:#}");
                    return Ok(ExitCode::from(NOT_VERIFIED));
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn new_key(path: &Path) -> anyhow::Result<()> {
    let text = SigningKey::generate()?;
    let public = SigningKey::from_pem(&text)?.public();
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("cannot make {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".pub");
    super::write(Path::new(&beside), &public.to_pem())?;
    println!(
        "key {}\npublish {} and this fingerprint: {}",
        path.display(),
        Path::new(&beside).display(),
        public.fingerprint()
    );
    Ok(())
}
