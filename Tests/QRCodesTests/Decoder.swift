import Foundation
import Programs

/// What a program of the system said, other than what the test wants.
struct ProgramFailure: Error {
    let program: String
    let code: Int32
}

/// What zbarimg, a reader of its own, reads in an image: a PNG or a PGM.
func decoded(_ png: [UInt8]) async throws -> String {
    try await inFolder { folder in
        let path = folder.appending(path: "image").path
        try Data(png).write(to: URL(filePath: path))
        // Without the two settings it looks for bar codes as well.
        let output = try await output(
            of: "/usr/bin/zbarimg",
            ["--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", path])
        // It ends every text that it read with a line feed.
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }
}

/// An SVG document as a PNG image that is so many pixels wide.
func rasterized(_ svg: String, width: Int) async throws -> [UInt8] {
    try await inFolder { folder in
        let (source, image) = (folder.appending(path: "svg"), folder.appending(path: "png"))
        try Data(svg.utf8).write(to: source)
        _ = try await output(
            of: "/usr/bin/rsvg-convert", ["-w", "\(width)", "-o", image.path, source.path])
        return Array(try Data(contentsOf: image))
    }
}

private func inFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

private func output(of program: String, _ arguments: [String]) async throws -> String {
    let result = try await Program(program).run(arguments)
    guard result.code == 0 else { throw ProgramFailure(program: program, code: result.code) }
    return result.output
}
