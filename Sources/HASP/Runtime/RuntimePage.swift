/// The forms of the pages that are asked for, the newest first: newer versions refuse a page without
/// parameters, older ones know it without.
enum RuntimePage {
    private static let all =
        "?haspid=0&featureid=-1&vendorid=0&productid=0&filterfrom=1&filterto=1000"

    static let keys = [
        "/_int_/tab_dev.html" + all, "/_int_/tab_dev.html", "/tab_dev.html", "/_int_/devices.html",
    ]
    static let features = ["/_int_/tab_feat.html" + all, "/_int_/tab_feat.html"]
}
