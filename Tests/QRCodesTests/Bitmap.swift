import CPNG
import QRCodes

/// A picture in gray; 0 is black.
struct Bitmap: Hashable {
    struct Unreadable: Error {}

    let width: Int
    let height: Int
    var pixels: [UInt8]

    init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// A pixel for every module of a code and its quiet zone.
    init(_ code: QRCode, below: Int = 0) {
        width = code.width + 8
        height = width + below
        pixels = []
        for row in -4..<height - 4 {
            for column in -4..<width - 4 {
                pixels.append(code.isDark(column: column, row: row) ? 0 : 255)
            }
        }
    }

    init(png: [UInt8]) throws {
        // libpng keeps the pointer until it has read all.
        self = try png.withUnsafeBytes { bytes in
            var image = png_image()
            image.version = png_uint_32(PNG_IMAGE_VERSION)
            defer { png_image_free(&image) }
            guard
                png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0
            else { throw Unreadable() }
            image.format = png_uint_32(PNG_FORMAT_GRAY)
            let (width, height) = (Int(image.width), Int(image.height))
            var pixels = [UInt8](repeating: 0, count: width * height)
            guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
                throw Unreadable()
            }
            return Bitmap(width: width, height: height, pixels: pixels)
        }
    }

    /// With every pixel as a square of so many.
    func enlarged(_ scale: Int) -> Bitmap {
        var larger: [UInt8] = []
        for row in 0..<height * scale {
            for column in 0..<width * scale {
                larger.append(pixels[row / scale * width + column / scale])
            }
        }
        return Bitmap(width: width * scale, height: height * scale, pixels: larger)
    }

    var pgm: [UInt8] { Array("P5 \(width) \(height) 255\n".utf8) + pixels }
}
