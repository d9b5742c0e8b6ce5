use std::io::Cursor;

use image::{
    DynamicImage, GenericImageView as _, ImageDecoder as _, ImageError, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};

use crate::media::PictureError;

/// Longest side of a picture that is decoded, and the memory that one may take: enough for a phone's photograph.
const SIDE_PIXELS_MAX: u32 = 10_000;
const DECODED_BYTES_MAX: u64 = 160 * 1024 * 1024;
const JPEG_QUALITY: u8 = 84;

/// What a picture is made to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// A person: a square of 320 pixels, as JPEG. Of an upright picture the upper part, where faces are.
    Face,
    /// A sign: as it is, at most 640 by 240 pixels, as PNG with what shines through.
    Logo,
}

impl Fit {
    /// Name and type of the picture that comes out.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Face => "face.jpg",
            Self::Logo => "logo.png",
        }
    }
}

/// A picture made anew from its pixels: turned as the camera was held, fitted, and rid of everything else, such as
/// where it was taken, and scripts hidden in it.
///
/// *Errors*: not PNG, JPEG, WebP or GIF; broken; more pixels than a camera makes.
pub fn fitted(bytes: &[u8], fit: Fit) -> Result<Vec<u8>, PictureError> {
    let picture = decoded(bytes)?;
    let mut out = Cursor::new(Vec::new());
    match fit {
        Fit::Face => {
            let (width, height) = picture.dimensions();
            let side = width.min(height);
            let square = picture.crop_imm((width - side) / 2, (height - side) / 4, side, side);
            let face = on_white(&shrunk(square, 320, 320));
            face.write_with_encoder(JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY))
        }
        Fit::Logo => shrunk(picture, 640, 240).into_rgba8().write_to(&mut out, image::ImageFormat::Png),
    }
    .map_err(|_| PictureError::Broken)?;
    Ok(out.into_inner())
}

fn decoded(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    reader = reader.with_guessed_format().map_err(|_| PictureError::Kind)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_PIXELS_MAX);
    limits.max_image_height = Some(SIDE_PIXELS_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let wrong = |error: ImageError| match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        ImageError::Unsupported(_) => PictureError::Kind,
        _ => PictureError::Broken,
    };
    let mut decoder = reader.into_decoder().map_err(wrong)?;
    // A picture that does not tell how it is to be turned is upright.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(wrong)?;
    picture.apply_orientation(orientation);
    match picture.dimensions() {
        (0, _) | (_, 0) => Err(PictureError::Broken),
        _ => Ok(picture),
    }
}

/// Never made larger: that would only make it coarse.
fn shrunk(picture: DynamicImage, width: u32, height: u32) -> DynamicImage {
    let (have_width, have_height) = picture.dimensions();
    if have_width <= width && have_height <= height {
        return picture;
    }
    picture.resize(width, height, FilterType::CatmullRom)
}

/// JPEG knows nothing that shines through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [red, green, blue, alpha] = rgba.get_pixel(x, y).0.map(u16::from);
        let blend = |part: u16| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        image::Rgb([blend(red), blend(green), blend(blue)])
    })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbaImage::from_fn(width, height, |_, y| {
            if y < height / 2 { Rgba([200, 30, 30, 255]) } else { Rgba([0, 0, 255, 0]) }
        });
        let mut out = Cursor::new(Vec::new());
        let picture = DynamicImage::from(picture);
        match format {
            ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut out, format).unwrap(),
            _ => picture.write_to(&mut out, format).unwrap(),
        }
        out.into_inner()
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        image::load_from_memory(bytes).unwrap().dimensions()
    }

    #[test]
    fn faces_are_square_and_logos_keep_their_shape() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let bytes = encoded(600, 900, format);
            let (face, logo) = (fitted(&bytes, Fit::Face).unwrap(), fitted(&bytes, Fit::Logo).unwrap());
            assert_eq!((size(&face), size(&logo)), ((320, 320), (160, 240)), "{format:?}");
            assert!(face.starts_with(&[0xFF, 0xD8]) && logo.starts_with(b"\x89PNG"));
        }
        assert_eq!(size(&fitted(&encoded(40, 30, ImageFormat::Png), Fit::Face).unwrap()), (30, 30));
    }

    #[test]
    fn what_shines_through_is_white_on_a_face_and_stays_in_a_logo() {
        let bytes = encoded(300, 300, ImageFormat::Png);
        let face = image::load_from_memory(&fitted(&bytes, Fit::Face).unwrap()).unwrap().to_rgb8();
        assert!(face.get_pixel(150, 290).0.iter().all(|part| *part > 240));
        let logo = image::load_from_memory(&fitted(&bytes, Fit::Logo).unwrap()).unwrap().to_rgba8();
        assert_eq!(logo.get_pixel(120, 230).0[3], 0);
    }

    #[test]
    fn what_is_no_picture_or_a_bomb_is_refused() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        assert_eq!(fitted(svg, Fit::Face), Err(PictureError::Kind));
        assert_eq!(fitted(b"", Fit::Face), Err(PictureError::Kind));
        let whole = encoded(300, 300, ImageFormat::Png);
        assert_eq!(fitted(&whole[..whole.len() / 2], Fit::Face), Err(PictureError::Broken));
        // The head of a PNG that says it has four thousand million pixels; its check sum is right.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x06\0\0\0".to_vec();
        let mut sum = flate2::Crc::new();
        sum.update(&bomb[12..]);
        bomb.extend(sum.sum().to_be_bytes());
        bomb.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
        assert_eq!(fitted(&bomb, Fit::Face), Err(PictureError::TooLarge));
    }

    #[test]
    fn where_a_picture_was_taken_is_forgotten() {
        let jpeg = encoded(50, 50, ImageFormat::Jpeg);
        let exif = b"\xFF\xE1\x00\x1DExif\0\0II*\0\x08\0\0\0\0\0 GPS 37.5N ".to_vec();
        let exif = [&jpeg[..2], &exif[..], &jpeg[2..]].concat();
        let face = fitted(&exif, Fit::Face).unwrap();
        assert!(!face.windows(3).any(|part| part == b"GPS"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn damaged_pictures_never_panic(place in 0_usize..2_000, byte in any::<u8>(), format in 0..4) {
            let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif][format as usize];
            let mut bytes = encoded(40, 40, format);
            let place = place % bytes.len();
            bytes[place] = byte;
            let _ = fitted(&bytes, Fit::Face);
        }
    }
}
