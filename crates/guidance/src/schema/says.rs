pub(super) fn says(_p:&str,_k:&str)->Option<&'static str>{None}
