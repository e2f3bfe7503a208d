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

    package init() {}

    package var isAsked: Bool { qr || qrFile != nil }

    package func validate() throws {
        guard let qrFile else { return }
        guard qrFile.hasSuffix(".svg") || qrFile.hasSuffix(".png") else {
            throw ValidationError("--qr-file must end in .svg or .png")
        }
    }

    /// Shows digits as far as that was asked for.
    /// - Parameter isSilent: whether standard output is for one JSON document.
    package func show(_ digits: String, isSilent: Bool) throws {
        guard isAsked else { return }
        let file: [UInt8]?
        do throws(QRCodeError) {
            let code = try QRCode(digits)
            if qr, !isSilent {
                let context = CommandContext.current
                context.write("\n" + code.terminal(colored: context.showsColor))
            }
            file =
                switch qrFile {
                case nil: nil
                case let name? where name.hasSuffix(".svg"): Array(code.svg.utf8)
                case _?: try code.png()
                }
        } catch {
            throw CommandFailure("the digits cannot be shown as a QR code: \(error)")
        }
        guard let qrFile, let file else { return }
        try NamedFile.add(qrFile, with: file)
    }
}
