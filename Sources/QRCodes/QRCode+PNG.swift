import CPNG

extension QRCode {
    /// How many pixels a side of a module may have.
    package static let scales = 1...32

    /// A PNG image with the quiet zone, in gray of 8 bits.
    /// - Parameter scale: one of ``scales``.
    package func png(scale: Int = 8) throws(QRCodeError) -> [UInt8] {
        guard Self.scales.contains(scale) else { throw .scaleOutOfRange(scale) }
        let side = (width + 2 * Self.quietZone) * scale
        var image = unsafe png_image()
        unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
        unsafe image.width = png_uint_32(side)
        unsafe image.height = png_uint_32(side)
        unsafe image.format = png_uint_32(PNG_FORMAT_GRAY)
        defer { unsafe png_image_free(&image) }
        let pixels = pixels(scale: scale)
        // Without memory to write to, it only says how much it needs.
        var size: png_alloc_size_t = 0
        guard unsafe png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else {
            throw unsafe .imageFailed(reason: image.reason)
        }
        var png = [UInt8](repeating: 0, count: Int(size))
        guard unsafe png_image_write_to_memory(&image, &png, &size, 0, pixels, 0, nil) != 0 else {
            throw unsafe .imageFailed(reason: image.reason)
        }
        return Array(png.prefix(Int(size)))
    }

    private func pixels(scale: Int) -> [UInt8] {
        let range = -Self.quietZone..<width + Self.quietZone
        var pixels: [UInt8] = []
        for row in range {
            let line = range.flatMap { column in
                repeatElement(isDark(column: column, row: row) ? 0 : UInt8.max, count: scale)
            }
            for _ in 0..<scale { pixels += line }
        }
        return pixels
    }
}

extension png_image {
    fileprivate var reason: String {
        unsafe withUnsafeBytes(of: message) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
