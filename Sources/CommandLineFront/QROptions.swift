package import ArgumentParser
import FileSystem
import QRCodes

/// Digits as a QR code, for whoever has a camera.
package struct QROptions: ParsableArguments {
    @Flag(help: "Show the digits as a QR code, too.")
    package var qr = false

    @Option(
        help: ArgumentHelp(
            "A new file for the digits as a QR code: its name ends in .svg or .png.",
            valueName: "file"))
    package var qrFile: String?

    package static let notWithJSON = "--qr does not go with --json; --qr-file does"

    package init() {}

    package var isAsked: Bool { qr || qrFile != nil }

    package func validate() throws {
        guard let qrFile else { return }
        guard qrFile.hasSuffix(".svg") || qrFile.hasSuffix(".png") else {
            throw ValidationError("--qr-file must end in .svg or .png")
        }
    }

    /// Writes the file that was asked for; one that is there with the same content is right.
    package func write(_ digits: String) throws {
        guard let qrFile else { return }
        let file = try code(of: digits) { code throws(QRCodeError) in
            qrFile.hasSuffix(".svg") ? Array(code.svg.utf8) : try code.png()
        }
        if let known = try? NamedFile.read(qrFile, atMost: file.count), known == file { return }
        try NamedFile.add(qrFile, with: file)
    }

    /// Shows the digits at the terminal, if that was asked for.
    package func show(_ digits: String) throws {
        guard qr else { return }
        let context = CommandContext.current
        let text = try code(of: digits) { code in code.terminal(colored: context.showsColor) }
        context.write("\n" + text)
    }

    private func code<Value>(
        of digits: String, _ draw: (QRCode) throws(QRCodeError) -> Value
    ) throws -> Value {
        do throws(QRCodeError) {
            return try draw(QRCode(digits))
        } catch {
            throw CommandFailure("the digits cannot be shown as a QR code: \(error)")
        }
    }
}
