use std::{
    io::{self, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use madang_context::Ids;
use sha2::{Digest as _, Sha256};
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
};

use crate::{
    media::{PictureError, PictureSize, picture, sniff},
    model::Digest,
    slides::{SlidesError, SlidesKind, slides_kind},
};

/// How many first bytes are kept to tell the type.
const HEAD_BYTES: usize = 8 * 1024;

/// Why a file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// More bytes than are allowed here.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// There is no such object.
    #[error("there is no such file")]
    Absent,
    /// The folder fails us.
    #[error("cannot {doing} in the folder for files")]
    Folder {
        /// What was being done.
        doing: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

fn folder(doing: &'static str) -> impl FnOnce(io::Error) -> FileError {
    move |source| FileError::Folder { doing, source }
}

/// Bytes under the names of their digests, in a folder of this machine. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects {
    folder: Arc<PathBuf>,
    ids: Arc<Ids>,
}

/// Bytes that were kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Their name.
    pub digest: Digest,
    /// How many.
    pub size_bytes: u64,
    /// Their media type, told by themselves.
    pub media_type: &'static str,
    /// Width and height, or why they are no picture that may be shown.
    pub picture: Result<PictureSize, PictureError>,
}

/// Bytes on their way in. Dropped unfinished, they leave nothing behind but a file that [`Objects::sweep_unfinished`]
/// removes.
pub struct Upload {
    objects: Objects,
    path: PathBuf,
    file: fs::File,
    hash: Sha256,
    head: Vec<u8>,
    size_bytes: u64,
    limit_bytes: u64,
}

impl Objects {
    /// The objects of this folder, which is made.
    ///
    /// *Errors*: it cannot be made.
    pub fn open(path: impl Into<PathBuf>, ids: Arc<Ids>) -> Result<Self, FileError> {
        let path = path.into();
        std::fs::create_dir_all(path.join("unfinished")).map_err(folder("make a place"))?;
        Ok(Self { folder: Arc::new(path), ids })
    }

    /// Where an object lies; two levels, so that no folder grows too long.
    fn path(&self, digest: &Digest) -> PathBuf {
        let digits = digest.as_str();
        self.folder.join(&digits[..2]).join(&digits[2..4]).join(digits)
    }

    /// Begins to take in an object of at most `limit_bytes`.
    pub async fn begin(&self, limit_bytes: u64) -> Result<Upload, FileError> {
        let path = self.folder.join("unfinished").join(self.ids.token());
        let file = fs::File::create_new(&path).await.map_err(folder("begin a file"))?;
        let objects = self.clone();
        Ok(Upload { objects, path, file, hash: Sha256::new(), head: Vec::new(), size_bytes: 0, limit_bytes })
    }

    /// Keeps bytes that are in memory already.
    pub async fn put(&self, bytes: &[u8], limit_bytes: u64) -> Result<Object, FileError> {
        let mut upload = self.begin(limit_bytes).await?;
        upload.write(bytes).await?;
        upload.finish().await
    }

    /// How long an object is; `None` when there is no such object.
    pub async fn size_bytes(&self, digest: &Digest) -> Result<Option<u64>, FileError> {
        match fs::metadata(self.path(digest)).await {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(folder("look for a file")(error)),
        }
    }

    /// Reads a stretch of an object, which must lie within it.
    ///
    /// *Errors*: [`FileError::Absent`].
    pub async fn read(
        &self,
        digest: &Digest,
        stretch: Range<u64>,
    ) -> Result<tokio::io::Take<fs::File>, FileError> {
        let mut file = fs::File::open(self.path(digest)).await.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Absent,
            _ => folder("open a file")(error),
        })?;
        if stretch.start > 0 {
            file.seek(SeekFrom::Start(stretch.start)).await.map_err(folder("read a file"))?;
        }
        Ok(file.take(stretch.end.saturating_sub(stretch.start)))
    }

    /// Reads a whole object into memory: for small ones.
    ///
    /// *Errors*: [`FileError::Absent`], and [`FileError::TooLarge`] when it is longer than `limit_bytes`.
    pub async fn read_whole(&self, digest: &Digest, limit_bytes: u64) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        let mut reader = self.read(digest, 0..limit_bytes.saturating_add(1)).await?;
        reader.read_to_end(&mut bytes).await.map_err(folder("read a file"))?;
        if bytes.len() as u64 > limit_bytes { Err(FileError::TooLarge { limit_bytes }) } else { Ok(bytes) }
    }

    /// The kind of slides that an object holds.
    ///
    /// *Errors*: [`FileError::Absent`].
    pub async fn slides(&self, digest: &Digest) -> Result<Result<SlidesKind, SlidesError>, FileError> {
        let path = self.path(digest);
        let read = tokio::task::spawn_blocking(move || {
            let mut file = std::fs::File::open(path)?;
            Ok::<_, io::Error>(slides_kind(&mut file))
        });
        let read = read.await.map_err(io::Error::other).and_then(|read| read);
        read.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Absent,
            _ => folder("read a file")(error),
        })
    }

    /// Removes an object. Tells whether it was there.
    pub async fn delete(&self, digest: &Digest) -> Result<bool, FileError> {
        match fs::remove_file(self.path(digest)).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(folder("remove a file")(error)),
        }
    }

    /// The objects that were last put longer than `age` ago, sorted.
    pub async fn older_than(&self, age: Duration) -> Result<Vec<Digest>, FileError> {
        let mut digests = Vec::new();
        let mut folders = vec![(self.folder.as_ref().clone(), 0)];
        while let Some((path, depth)) = folders.pop() {
            for (path, name, metadata) in entries(&path).await? {
                if metadata.is_dir() && depth < 2 && name.len() == 2 {
                    folders.push((path, depth + 1));
                } else if metadata.is_file()
                    && is_older(&metadata, age)
                    && let Ok(digest) = name.parse()
                {
                    digests.push(digest);
                }
            }
        }
        digests.sort();
        Ok(digests)
    }

    /// Removes what was begun longer than `age` ago and never finished; tells how many.
    pub async fn sweep_unfinished(&self, age: Duration) -> Result<usize, FileError> {
        let mut swept = 0;
        for (path, _, metadata) in entries(&self.folder.join("unfinished")).await? {
            if is_older(&metadata, age) {
                fs::remove_file(path).await.map_err(folder("remove an unfinished file"))?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

async fn entries(path: &Path) -> Result<Vec<(PathBuf, String, std::fs::Metadata)>, FileError> {
    let mut found = Vec::new();
    let mut listing = fs::read_dir(path).await.map_err(folder("list files"))?;
    while let Some(entry) = listing.next_entry().await.map_err(folder("list files"))? {
        // What vanished meanwhile was removed by somebody else.
        let Ok(metadata) = entry.metadata().await else { continue };
        found.push((entry.path(), entry.file_name().to_string_lossy().into_owned(), metadata));
    }
    Ok(found)
}

fn is_older(metadata: &std::fs::Metadata, age: Duration) -> bool {
    let elapsed = metadata.modified().ok().and_then(elapsed_since);
    elapsed.is_some_and(|elapsed| elapsed >= age)
}

#[expect(
    clippy::disallowed_methods,
    reason = "compared with the file system's own times, which no test clock sets"
)]
fn elapsed_since(moment: SystemTime) -> Option<Duration> {
    SystemTime::now().duration_since(moment).ok()
}

impl Upload {
    /// Takes in some bytes.
    ///
    /// *Errors*: [`FileError::TooLarge`], before anything of them is written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.size_bytes += bytes.len() as u64;
        if self.size_bytes > self.limit_bytes {
            return Err(FileError::TooLarge { limit_bytes: self.limit_bytes });
        }
        self.hash.update(bytes);
        let wanted = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        self.file.write_all(bytes).await.map_err(folder("write a file"))
    }

    /// Keeps the object: on disk, whole, under its name. The same bytes again are kept once.
    pub async fn finish(mut self) -> Result<Object, FileError> {
        self.file.flush().await.map_err(folder("write a file"))?;
        self.file.sync_all().await.map_err(folder("write a file to disk"))?;
        let (path, head) = (self.path.clone(), std::mem::take(&mut self.head));
        let media_type = sniff(&head);
        let picture = tokio::task::spawn_blocking(move || picture(&path, &head)).await;
        let digest = Digest::of_hash(&std::mem::take(&mut self.hash).finalize());
        let target = self.objects.path(&digest);
        let place = target.parent().unwrap_or(&self.objects.folder).to_owned();
        fs::create_dir_all(&place).await.map_err(folder("make a place"))?;
        // Also when it is there already: the new time keeps a sweep from taking it away just now.
        fs::rename(&self.path, &target).await.map_err(folder("put a file in its place"))?;
        sync_folder(place).await.map_err(folder("write a folder to disk"))?;
        let picture = picture.unwrap_or(Err(PictureError::Broken));
        Ok(Object { digest, size_bytes: self.size_bytes, media_type, picture })
    }
}

/// A renamed file is only sure to be found after a crash when its folder is on disk too.
async fn sync_folder(path: PathBuf) -> io::Result<()> {
    let synced = tokio::task::spawn_blocking(move || std::fs::File::open(path)?.sync_all()).await;
    synced.map_err(io::Error::other)?
}
