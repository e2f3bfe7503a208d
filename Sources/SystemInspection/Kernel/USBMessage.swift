/// What the kernel's log says of a USB port.
package struct USBMessage: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case reset, disconnected
        /// The device did not answer as it should; the message as it stands.
        case failed(String)
    }

    /// `1-4`.
    package let port: String
    package let kind: Kind

    package init(port: String, kind: Kind) {
        self.port = port
        self.kind = kind
    }

    /// Reads `usb 1-4: reset full-speed USB device number 5 using xhci_hcd`,
    /// `usb 1-4: USB disconnect, device number 5`,
    /// `usb 1-4: device descriptor read/64, error -110` and
    /// `usb 1-4: rejected 1 configuration due to insufficient available bus power`.
    package init?(_ message: String) {
        let words = message.prefix(512)
        guard words.hasPrefix("usb "), let colon = words.firstRange(of: ": ") else { return nil }
        let port = words[..<colon.lowerBound].dropFirst(4)
        let rest = words[colon.upperBound...]
        guard !port.isEmpty, port.allSatisfy({ $0.isASCII && ($0.isNumber || "-.".contains($0)) })
        else { return nil }
        self.port = String(port)
        if rest.hasPrefix("reset ") {
            kind = .reset
        } else if rest.hasPrefix("USB disconnect") {
            kind = .disconnected
        } else if rest.contains(", error -") || rest.hasSuffix("insufficient available bus power") {
            kind = .failed(String(rest))
        } else {
            return nil
        }
    }
}
